# Files as Windows has them: UTF-16, CRLF, names beyond ASCII, paths of more than 260 characters, files
# that are there already. What is written is what the Linux program writes.

folder=$work/files/Prüfstand
for _ in {1..12}; do folder+=/a-folder-with-a-long-name; done
mkdir -p "$folder"
[ ${#folder} -gt 300 ] || fail "the path is only ${#folder} long"
evidence() {
  printf '%s\r\n' \
    '{"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T09:12:00Z","computer":"AADC01"}' \
    '{"record":"Service","data":{"Name":"ADSync","Status":1,"StartType":2}}' \
    '{"record":"Unknown thing","data":{"Ort":"Zürich"}}' 'no JSON'
}
{ printf '\xff\xfe'; evidence | iconv -t UTF-16LE; } > "$folder/Auszug.jsonl"

# The same names on both sides: the working folder of Linux is that of Wine.
input=/dev/null
same() {
  local left right=0 name=$1; shift
  left=0; "$linux" "$@" < "$input" > "$work/files/linux" 2> "$work/files/linux.said" || left=$?
  wine "$windows" "$@" < "$input" > "$work/files/windows" 2> "$work/files/windows.said" || right=$?
  [ $left = $right ] || fail "$name: code $left on Linux and $right on Windows: $(cat "$work/files/windows.said")"
  # Names of files in a folder are written as the system writes them.
  cmp <(without_time "$work/files/linux" | sed 's:\\\\:/:g') <(without_time "$work/files/windows" | sed 's:\\\\:/:g') ||
    fail "$name differs"
}
cd "$work/files"
cp "$folder/Auszug.jsonl" .
same "UTF-16 file" check Auszug.jsonl --format json
grep -q service-stopped windows || fail "the stopped service was not found: $(cat windows)"
input=Auszug.jsonl same "standard input" check - --format json
mkdir folder && cp Auszug.jsonl folder
same "folder" check folder --format json

# Z: is the root of the file system below.
long=Z:${folder//\//\\}
status=0
wine "$windows" check "$long\\Auszug.jsonl" --at 2026-11-20T09:12:00Z --output "$long\\Bericht.txt" 2> said || status=$?
[ $status = 1 ] || fail "long path: code $status, $(cat said)"
[ "$(head -c 3 "$folder/Bericht.txt" | od -An -tx1 | tr -d ' ')" = efbbbf ] || fail "no byte order mark"
[ "$(grep -c . "$folder/Bericht.txt")" = "$(grep -c $'\r$' "$folder/Bericht.txt")" ] || fail "a line without CRLF"

# What is there stays, unless it is asked for; what is written is whole.
cp "$folder/Bericht.txt" kept
status=0
wine "$windows" demo --check --output "$long\\Bericht.txt" 2> said || status=$?
[ $status = 2 ] && grep -q -- --force said || fail "a file that is there: code $status, $(cat said)"
cmp kept "$folder/Bericht.txt" || fail "a file that was there has changed"
wine "$windows" demo healthy --check --force --output "$long\\Bericht.txt" 2> said || fail "--force: $(cat said)"
"$linux" demo healthy --check --output healthy.txt 2> said || fail "Linux: $(cat said)"
cmp <(without_id healthy.txt) <(without_id "$folder/Bericht.txt") || fail "text files differ"
left=$(find "$folder" -type f | wc -l)
[ "$left" = 2 ] || fail "half a file is left: $(ls "$folder")"
cd - > /dev/null
echo "UTF-16, standard input, a folder, a path of ${#folder} characters, replacing a file"
