# Every built-in case as JSON and as text, and in two of the other forms in turn: byte for byte what the
# Linux program writes, and the same exit code. Only the id of a report is new each time, and with it the
# hash of the JSON in an HTML page.

forms=(jsonl markdown html junit nagios prometheus)
mapfile -t cases < <("$linux" demo --list | cut -d' ' -f1)
[ ${#cases[@]} -ge 100 ] || fail "only ${#cases[@]} built-in cases"
mkdir -p "$work/reports/linux" "$work/reports/windows"

# About one start of Wine in a thousand ends before the program says a word. Such a one is told and tried once
# more; a program that fails says why on its standard error, and is not.
one() {
  local side=$1 case=$2 form=$3 at=$work/reports/$1/$2.$3 status began program=("$linux")
  [ "$side" = linux ] || program=(wine "$windows")
  for again in yes no; do
    status=0
    began=$EPOCHREALTIME
    "${program[@]}" demo "$case" --check --format "$form" > "$at.raw" 2> "$at.err" || status=$?
    if [ "$side" = linux ] || [ -s "$at.raw" ] || grep -q phs-doctor "$at.err"; then break; fi
    echo "$case as $form: exit $status without a word after $(( (${EPOCHREALTIME/./} - ${began/./}) / 1000 )) ms: $(cat "$at.err"); tried again: $again"
  done
  { without_id < "$at.raw"; cat "$at.err"; echo "exit $status"; } > "$at"
  rm "$at.raw" "$at.err"
}
export -f one without_id
export work linux windows
runs=()
for i in "${!cases[@]}"; do
  for form in json text "${forms[i % 6]}" "${forms[(i + 1 + i / 6 % 5) % 6]}"; do runs+=("${cases[i]}" "$form"); done
done
for side in linux windows; do
  printf '%s\0' "${runs[@]}" | xargs -0 -n 2 -P "$(nproc)" bash -c 'one "$@"' one $side
done
diff -rq "$work/reports/linux" "$work/reports/windows" ||
  fail "reports differ: $(diff -r "$work/reports/linux" "$work/reports/windows" | cut -c 1-400 | head -n 20)"
count=$(find "$work/reports/windows" -type f -size +20c | wc -l)
[ "$count" = $((${#runs[@]} / 2)) ] || fail "$count reports were compared"
echo "$count reports are the same"
