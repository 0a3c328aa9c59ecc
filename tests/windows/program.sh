# What the program carries with it, and what it asks of the system.

rights=$(x86_64-w64-mingw32-objdump -s -j .rsrc "$windows" > /dev/null && strings -n 8 "$windows")
for part in 'level="asInvoker"' '>UTF-8</activeCodePage>' '<longPathAware'; do
  grep -qF -- "$part" <<< "$rights" || fail "the manifest does not hold $part"
done
version=$("$linux" --version | cut -d' ' -f2)
for field in "VALUE \"FileVersion\", \"$version\"" 'VALUE "OriginalFilename", "phs-doctor.exe"'; do
  x86_64-w64-mingw32-windres -J coff -O rc "$windows" | grep -qF -- "$field" || fail "no $field"
done

# Nothing but what every Windows Server has: no runtime of a compiler.
own='^(advapi32|bcrypt|bcryptprimitives|combase|crypt32|iphlpapi|kernel32|gdi32|ktmw32|msvcrt|ncrypt|netapi32|ntdll|ole32|oleaut32|powrprof|psapi|secur32|shell32|user32|userenv|ws2_32|api-ms-win-[a-z0-9-]+)\.dll$'
libraries=$(x86_64-w64-mingw32-objdump -p "$windows" | sed -n 's/.*DLL Name: //p' | tr 'A-Z' 'a-z' | sort -u)
[ -n "$libraries" ] || fail "no libraries were found"
if foreign=$(grep -vE "$own" <<< "$libraries"); then fail "it needs $foreign"; fi

for words in "--version" "--help" "check --help" "demo --list" "schema evidence" "schema report" "completions powershell"; do
  # The name of the file is part of some of them.
  # shellcheck disable=SC2086
  cmp <("$linux" $words) <(wine "$windows" $words | sed 's/phs-doctor\.exe/phs-doctor/g') || fail "$words differs"
done
status=0
wine "$windows" check 'no such file.jsonl' > /dev/null 2> "$work/refused" || status=$?
[ $status = 2 ] && grep -q 'no such file.jsonl' "$work/refused" || fail "a file that is not there: code $status, $(cat "$work/refused")"
echo "manifest, version $version, libraries, words of the command line"
