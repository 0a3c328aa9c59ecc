# The console is given back as it was, whatever ends the program.

mkdir -p "$work/console"
cp "$work/bcryptprimitives.dll" "$work/around.exe" "$windows" "$work/console"

# around NAME WHAT PROGRAM...: the program, and what it leaves behind in $work/console/NAME.
around() {
  local name=$1 what=$2; shift 2
  open "$name" "cd '$work/console' && export PHS_DOCTOR_TEST='${fault:-}' && wine around.exe $name $what run $*"
}
# leaves NAME RESULT: it does.
leaves() {
  until_true [ -e "$work/console/$1" ] || fail "$1 has not ended"
  grep -qx -- "$2" "$work/console/$1" || fail "$1: $(cat "$work/console/$1")"
  close "$1"
}
took="modes changed, left: "

around quit disturb phs-doctor.exe demo
shows quit "PROBLEM found"
press quit q
leaves quit "code 0, $took"

for fault in screen-error screen-panic; do
  around $fault disturb phs-doctor.exe demo
  until_true [ -e "$work/console/$fault" ] || fail "$fault has not ended"
  shows $fault "asked for by a test"
  leaves $fault "code 4, .*changed, left: "
done
fault=

around break "disturb break go-break" phs-doctor.exe demo
shows break "PROBLEM found"
touch "$work/console/go-break"
leaves break "code 130, $took"

around closed "disturb close go-close" phs-doctor.exe demo
shows closed "PROBLEM found"
touch "$work/console/go-close"
leaves closed "code 129, $took"

# Without a screen Ctrl+C ends the program.
around interrupted "" phs-doctor.exe demo --plain
shows interrupted "q quit"
press interrupted C-c
leaves interrupted "code 130, no mode changed, left: "

# A console that knows no sequences: one sentence, and the same as numbered questions.
fault=legacy-console around legacy "" phs-doctor.exe demo
says legacy "cannot show a full screen"
shows legacy "q quit"
write legacy q
press legacy Enter
leaves legacy "code 0, no mode changed, left: "

# Lines are two cells wide where the console is Japanese, Chinese or Korean.
around western "page 850" phs-doctor.exe demo
shows western "PROBLEM found"
shows western "───"
press western q
leaves western "code 0, $took"
for page in 932 936 949 950; do
  around page$page "page $page" phs-doctor.exe demo
  shows page$page "PROBLEM found"
  shows page$page "-----"
  if screen page$page | grep -q '[^ -~]'; then fail "code page $page: not only ASCII"; fi
  press page$page q
  leaves page$page "code 0, $took"
done
echo "modes and code pages are as they were after quitting, an error, a panic, Ctrl+Break, a closed window"
