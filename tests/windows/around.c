/* Runs a program in this console and says what is different afterwards.
 *
 *   around RESULT [page N] [disturb] [break FILE | close FILE] run PROGRAM ARGUMENT...
 *
 * page N       the console has this code page when the program starts
 * disturb      another code page is set while the program runs, as a careless child of it would
 * break FILE   Ctrl+Break once this file is there; close FILE: the window is closed
 *
 * RESULT gets one line: exit code, whether the program changed a mode at all, and what it left changed.
 */
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state { DWORD input, output, input_page, output_page; };

static HANDLE in, out;

static HANDLE device(const char *name)
{
    return CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                       OPEN_EXISTING, 0, NULL);
}

static struct state look(void)
{
    struct state now = { 0, 0, GetConsoleCP(), GetConsoleOutputCP() };
    GetConsoleMode(in, &now.input);
    GetConsoleMode(out, &now.output);
    return now;
}

/* This is how Windows tells a program of what happens to its console: it starts this function in it. */
static void tell(HANDLE process, DWORD event)
{
    FARPROC routine = GetProcAddress(GetModuleHandleA("kernelbase.dll"), "CtrlRoutine");
    if (!routine) routine = GetProcAddress(GetModuleHandleA("kernel32.dll"), "CtrlRoutine");
    CreateRemoteThread(process, NULL, 0, (LPTHREAD_START_ROUTINE)(void *)routine,
                       (void *)(ULONG_PTR)event, 0, NULL);
}

/* Ctrl+C is for the program; a handler, unlike ignoring it, is not handed down. */
static BOOL WINAPI stay(DWORD event)
{
    return event == CTRL_C_EVENT;
}

static BOOL there(const char *file)
{
    return file && GetFileAttributesA(file) != INVALID_FILE_ATTRIBUTES;
}

int main(int count, char **words)
{
    const char *result = words[1], *break_at = NULL, *close_at = NULL;
    char command[4096] = "";
    BOOL disturb = FALSE, changed = FALSE;
    int at = 2;

    for (; at < count && strcmp(words[at], "run"); at++) {
        if (!strcmp(words[at], "page")) {
            UINT page = (UINT)atoi(words[++at]);
            SetConsoleCP(page);
            SetConsoleOutputCP(page);
        }
        else if (!strcmp(words[at], "disturb")) disturb = TRUE;
        else if (!strcmp(words[at], "break")) break_at = words[++at];
        else if (!strcmp(words[at], "close")) close_at = words[++at];
    }
    for (at++; at < count; at++) {
        strncat(command, words[at], sizeof command - strlen(command) - 2);
        strcat(command, " ");
    }
    SetConsoleCtrlHandler(stay, TRUE);
    in = device("CONIN$");
    out = device("CONOUT$");
    struct state before = look();
    STARTUPINFOA start = { .cb = sizeof start };
    PROCESS_INFORMATION made;
    if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &made)) {
        fprintf(stderr, "%s: not started, %lu\n", command, GetLastError());
        return 1;
    }
    while (WaitForSingleObject(made.hProcess, 50) == WAIT_TIMEOUT) {
        if (!changed && look().input != before.input) {
            changed = TRUE;
            if (disturb) {
                SetConsoleCP(850);
                SetConsoleOutputCP(850);
            }
        }
        if (there(break_at)) {
            tell(made.hProcess, CTRL_BREAK_EVENT);
            break_at = NULL;
        }
        if (there(close_at)) {
            tell(made.hProcess, CTRL_CLOSE_EVENT);
            close_at = NULL;
        }
    }
    struct state after = look();
    DWORD code = 0;
    GetExitCodeProcess(made.hProcess, &code);
    char half[MAX_PATH];
    snprintf(half, sizeof half, "%s.half", result);
    FILE *file = fopen(half, "wb");
    fprintf(file, "code %ld, %s, left: %s%s%s%s\n", (long)code, changed ? "modes changed" : "no mode changed",
            before.input == after.input ? "" : "input mode ",
            before.output == after.output ? "" : "output mode ",
            before.input_page == after.input_page ? "" : "input page ",
            before.output_page == after.output_page ? "" : "output page ");
    fclose(file);
    rename(half, result);
    return (int)code;
}
