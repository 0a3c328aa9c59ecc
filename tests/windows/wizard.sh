# The wizard on two consoles, Linux and Windows, with the same keys: every screen is the same, character
# by character.

screens=0

# A flow, down to the last step, with a report.
start all demo rights-missing
sees "PROBLEM found"
keys 1; sees "may not read password hashes"
keys 1; sees "Give the account both replication rights"
keys NPage; sees "more above"
keys Escape; sees "Write the report"
keys 2; sees "in which form?"
keys 1; sees "with names?"
keys 1; sees "Path:"
types "report.txt"; sees "Path: report.txt"
keys Enter; sees "report.txt"
until_true [ -s "$work/both/windows/report.txt" ] || fail "no report was written"
diff <(without_time "$work/both/linux/report.txt") <(without_time "$work/both/windows/report.txt") ||
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
  tee "$work/both/linux/evidence.jsonl" > "$work/both/windows/evidence.jsonl"
start file evidence.jsonl
sees "PROBLEM found"
keys 1; sees "ADSync"
keys q; ended 0

# The same as numbered questions. How often progress is told depends on the time it takes.
start plain demo tenant-feature-off --plain
both_show "PROBLEM found"
types 1; keys Enter; both_show "Cloud channel: error 90"
types q; keys Enter; both_show "ended 0"
close_both
echo "$screens screens are the same"
