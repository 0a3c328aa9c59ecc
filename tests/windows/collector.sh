# A Connect server, as far as the program looks: the service in the registry, and in the place of Windows
# PowerShell a stand-in that answers, hangs, and leaves a process behind.

place="$WINEPREFIX/drive_c/windows/system32/WindowsPowerShell/v1.0"
wine "$windows" check live > /dev/null 2> "$work/elsewhere" && fail "live is read where nothing is installed"
grep -q 'not installed here' "$work/elsewhere" || fail "live, elsewhere: $(cat "$work/elsewhere")"
wine reg add 'HKLM\SYSTEM\CurrentControlSet\Services\ADSync' /f > /dev/null
mkdir -p "$place"
rustc --edition 2024 --target $target -o "$place/powershell.exe" tests/collector/stand_in.rs
cp "$work/bcryptprimitives.dll" "$place"

# Processes of the stand-in, as Linux sees them.
standing_in() { pgrep -fi 'windowspowershell.*powershell\.exe' > /dev/null; }
nothing_is_left() { ! standing_in; }

# collects MODE SECTION CODE: what the program writes and says.
collects() {
  local status=0
  echo "$1 $2" > "$place/plan"
  wine "$windows" collect --section-limit 1 > "$work/collected" 2> "$work/said" || status=$?
  [ $status = "$3" ] || fail "collect, $1: code $status, $(cat "$work/said")"
  until_true nothing_is_left || fail "collect, $1: it leaves $(pgrep -fia powershell)"
}

collects good "" 0
head -n 1 "$work/collected" | grep -q '"record":"Header"' || fail "no header was collected"
lines=$(wc -l < "$work/collected")
[ "$lines" -gt 80 ] || fail "$lines lines were collected"
# A hanging PowerShell is ended with its child, and started again behind the section that hung.
collects hang rules 3
grep -q 'synchronization rules' "$work/said" || fail "what hung is not named: $(cat "$work/said")"
[ "$(wc -l < "$work/collected")" -gt 70 ] || fail "the sections behind the one that hung are missing"
grep -q '"WinEvent"' "$work/collected" || fail "the events behind the section that hung are missing"

# In the wizard it is read behind the first page; Esc ends it and keeps what came.
echo hang-deaf events > "$place/plan"
open live "cd '$work' && wine '$windows'; echo ended \$?"
until_true [ -e "$place/hangs" ] || fail "the wizard does not start the collector"
standing_in || fail "the stand-in is not seen among the processes"
press live 1
shows live "Esc"
press live Escape
until_true nothing_is_left || fail "Esc leaves $(pgrep -fia powershell)"
shows live "INCOMPLETE"
# The program killed: the system ends what it had started.
rm -f "$place/hangs"
close live
open killed-live "cd '$work' && wine '$windows' collect > /dev/null"
until_true [ -e "$place/hangs" ] || fail "collect does not start the collector"
pkill -KILL -f 'phs-doctor.exe collect' || fail "nothing to kill"
until_true nothing_is_left || fail "killed, it leaves $(pgrep -fia powershell)"
close killed-live
wine reg delete 'HKLM\SYSTEM\CurrentControlSet\Services\ADSync' /f > /dev/null
echo "$lines lines from a stand-in for PowerShell; hanging, it is ended with its child; nothing is left after Esc and after a kill"
