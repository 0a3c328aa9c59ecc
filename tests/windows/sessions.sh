# A remedy is followed; the program is killed after a step, and goes on with the next one. Sessions lie
# in the folder that each system has for this.

start killed demo staging-mode
both_show "PROBLEM found"
keys 1; both_show "What to do, step by step"
keys 1; both_show "Begin, one step a page"
keys 1; both_show "Before you begin"
types "aadc01"; keys Enter; both_show "Step 1 of 5"
keys 1; both_show "Step 2 of 5"
kill_both
kept=$(find "$WINEPREFIX/drive_c/users" -path '*phs-doctor*' -name '*.jsonl')
[ "$(wc -l <<< "$kept")" = 1 ] && [ -s "$kept" ] || fail "no session in the folder of the user: $kept"

start resumed --resume
both_show "Step 2 of 5"
keys 1; both_show "Step 3 of 5"
# A second program reads the session, and does not write it: the lock of Windows holds under Wine.
first=$walk
start second --resume
both_show "READ-ONLY  another program"
keys 1; both_show "Done: read-only"
keys q
close_both
walk=$first
keys 1; both_show "Step 4 of 5"
keys 6; both_show "Copied: the clipboard"
shows "$walk-windows" "the clipboard of Windows"
keys q
both_show "ended 0"
close_both

id=$(wine "$windows" sessions | cut -d' ' -f1)
wine "$windows" sessions show "$id" | grep -q 'step 3, done' || fail "step 3 is not in the session"
status=0
wine "$windows" report "$id" --format json > "$work/session.json" || status=$?
[ $status = 1 ] || fail "the report of a session: code $status"
grep -q '"choice": "done"' "$work/session.json" || fail "the step is not in the report"
wine "$windows" sessions delete "$id" > "$work/deleted" || fail "it is not deleted: $(cat "$work/deleted")"
[ ! -e "$kept" ] || fail "the session is still there"
echo "a step marked done, the program killed, the session gone on with, shown, reported, deleted"
