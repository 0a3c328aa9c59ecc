/* What Wine 8 lacks, as a library that every Rust program loads: bcryptprimitives.dll.
 *
 * Its one function is missing there. And Wine's console takes a mode with escape sequences but does not
 * interpret them, so what a program writes while that mode is on is handed to the terminal below it,
 * which does: the Unix device that TERMINAL_BELOW names.
 */
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

static HANDLE terminal = INVALID_HANDLE_VALUE;

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    return SystemFunction036(bytes, (ULONG)count);
}

static BOOL WINAPI write_console(HANDLE console, const void *text, DWORD count, DWORD *written, void *unused)
{
    char bytes[3 * 8192];
    DWORD mode = 0, done;
    if (!GetConsoleMode(console, &mode) || !(mode & ENABLE_VIRTUAL_TERMINAL_PROCESSING))
        return WriteConsoleW(console, text, count, written, unused);
    if (count > sizeof bytes / 3) count = sizeof bytes / 3;
    int length = WideCharToMultiByte(CP_UTF8, 0, text, (int)count, bytes, sizeof bytes, NULL, NULL);
    for (int from = 0; from < length; from += (int)done)
        if (!WriteFile(terminal, bytes + from, (DWORD)(length - from), &done, NULL) || !done) return FALSE;
    *written = count;
    return TRUE;
}

/* Puts write_console where the program has the address of WriteConsoleW. */
static void replace(BYTE *program)
{
    IMAGE_NT_HEADERS *headers = (IMAGE_NT_HEADERS *)(program + ((IMAGE_DOS_HEADER *)program)->e_lfanew);
    DWORD table = headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
    if (!table) return;
    for (IMAGE_IMPORT_DESCRIPTOR *from = (void *)(program + table); from->Name; from++) {
        IMAGE_THUNK_DATA *name = (void *)(program + from->OriginalFirstThunk);
        IMAGE_THUNK_DATA *address = (void *)(program + from->FirstThunk);
        for (; from->OriginalFirstThunk && name->u1.AddressOfData; name++, address++) {
            if (IMAGE_SNAP_BY_ORDINAL(name->u1.Ordinal)) continue;
            IMAGE_IMPORT_BY_NAME *function = (void *)(program + name->u1.AddressOfData);
            if (strcmp((char *)function->Name, "WriteConsoleW")) continue;
            DWORD before;
            VirtualProtect(address, sizeof *address, PAGE_READWRITE, &before);
            address->u1.Function = (ULONG_PTR)write_console;
            VirtualProtect(address, sizeof *address, before, &before);
        }
    }
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, void *unused)
{
    (void)library, (void)unused;
    if (reason == DLL_PROCESS_ATTACH) {
        char name[MAX_PATH] = "\\\\?\\unix";
        if (!GetEnvironmentVariableA("TERMINAL_BELOW", name + strlen(name), MAX_PATH / 2)) return TRUE;
        terminal = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                               NULL);
        if (terminal != INVALID_HANDLE_VALUE) replace((BYTE *)GetModuleHandleA(NULL));
    }
    return TRUE;
}
