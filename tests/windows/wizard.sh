# The wizard on two consoles, Linux and Windows, with the same keys: every screen is the same, character
# by character.

mkdir -p "$work/wizard/linux" "$work/wizard/windows"

# start NAME ARGUMENT...: the program on both consoles.
start() {
  local name=$1; shift
  open "$name-linux" "cd '$work/wizard/linux' && '$linux' $*; echo ended \$?"
  open "$name-windows" "cd '$work/wizard/windows' && wine '$windows' $*; echo ended \$?"
  walk=$name
}
alike() { [ "$(screen "$walk-linux")" = "$(screen "$walk-windows")" ]; }
# sees TEXT: both show it, and the rest is the same.
sees() {
  shows "$walk-linux" "$1"
  shows "$walk-windows" "$1"
  until_true alike || fail "the screens differ where both show: $1"
  screens=$((screens + 1))
}
keys() { press "$walk-linux" "$@"; press "$walk-windows" "$@"; }
types() { write "$walk-linux" "$1"; write "$walk-windows" "$1"; }
ended() { sees "ended $1"; close "$walk-linux"; close "$walk-windows"; }
screens=0

# A flow, down to the last step, with a report.
start all demo rights-missing
sees "PROBLEM found"
keys 1; sees "may not read password hashes"
keys 1; sees "Step 1 of"
keys NPage; sees "more above"
keys Escape; sees "Write the report"
keys 2; sees "Path:"
types "report.txt"; sees "Path: report.txt"
keys Enter; sees "report.txt"
until_true [ -s "$work/wizard/windows/report.txt" ] || fail "no report was written"
cmp <(without_time "$work/wizard/linux/report.txt") <(without_time "$work/wizard/windows/report.txt") ||
  fail "the saved reports differ"
keys q; ended 0

# A user; text is typed, deleted, typed again.
start user demo user-filtered
sees "Troubleshoot"
keys 2; sees "User:"
types "adam"; sees "User: adam"
keys BSpace; sees "User: ada"
types "@contoso.com"; sees "User: ada@contoso.com"
keys Enter; sees "Password of ada@contoso.com"
keys Escape; sees "Troubleshoot"
keys F1; sees "Ctrl+C"
keys Escape; sees "Troubleshoot"
keys C-c; sees "Quit phs-doctor?"
keys Escape; sees "Troubleshoot"
keys q; ended 0

# No evidence yet, a file by name, and one that is not there.
printf '%s\n' '{"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T09:12:00Z","computer":"AADC01"}' \
  '{"record":"Service","data":{"Name":"ADSync","Status":1,"StartType":2}}' |
  tee "$work/wizard/linux/evidence.jsonl" > "$work/wizard/windows/evidence.jsonl"
start file evidence.jsonl
sees "PROBLEM found"
keys 1; sees "ADSync"
keys q; ended 0

# The same as numbered questions. How often progress is told depends on the time it takes.
answers() {
  for side in linux windows; do shows "plain-$side" "$1"; done
}
start plain demo tenant-feature-off --plain
answers "PROBLEM found"
types 1; keys Enter; answers "Cloud channel: error 90"
types q; keys Enter; answers "ended 0"
close plain-linux; close plain-windows
echo "$screens screens are the same"
