# Every built-in case in every form: byte for byte what the Linux program writes, and the same exit
# code. Only the id of a report is new each time.

forms=(text json jsonl markdown html junit nagios prometheus)
mapfile -t cases < <("$linux" demo --list | cut -d' ' -f1)
[ ${#cases[@]} -ge 100 ] || fail "only ${#cases[@]} built-in cases"
mkdir -p "$work/reports/linux" "$work/reports/windows"

without_id() { sed -E 's/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/ID/g'; }
one() {
  local side=$1 case=$2 form=$3 status=0 program=("$linux")
  [ "$side" = linux ] || program=(wine "$windows")
  "${program[@]}" demo "$case" --check --format "$form" > "$work/reports/$side/$case.$form.raw" || status=$?
  { without_id < "$work/reports/$side/$case.$form.raw"; echo "exit $status"; } > "$work/reports/$side/$case.$form"
  rm "$work/reports/$side/$case.$form.raw"
}
export -f one without_id
export work linux windows
for side in linux windows; do
  for case in "${cases[@]}"; do for form in "${forms[@]}"; do printf '%s\0' "$side" "$case" "$form"; done; done |
    xargs -0 -n 3 -P "$(nproc)" bash -c 'one "$@"' one
done
diff -rq "$work/reports/linux" "$work/reports/windows" || fail "reports differ"
count=$(find "$work/reports/windows" -type f -size +20c | wc -l)
[ "$count" = $((${#cases[@]} * ${#forms[@]})) ] || fail "$count reports were compared"
echo "$count reports are the same"
