# What the parts of the Windows test share: programs, two screens side by side, waiting.
# Given from outside: $work (a folder), $linux and $windows (the two programs).

fail() {
  echo "FAILED: $*"
  tmux -L "$stage" list-sessions -F '#S' 2>/dev/null | while read -r name; do
    echo "-- screen $name"; tmux -L "$stage" capture-pane -p -t "$name"
  done
  exit 1
}

# What is new in every report: its id, and with it the hash of the JSON in an HTML page.
without_id() {
  sed -E 's/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/ID/g; s/sha256-[A-Za-z0-9+/]{43}=/HASH/g; s/<code>[0-9a-f]{64}<\/code>/HASH/g' "$@"
}
# And when it was written.
without_time() {
  without_id "$@" | sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(Z| UTC)?/TIME/g'
}

# Waits until a command succeeds; half a minute is more than anything here takes.
until_true() {
  local end=$((SECONDS + 30))
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    read -rt 0.1 <> <(:) || true
  done
}

# open SCREEN COMMAND...: a console of 80 by 25 with a command in it.
open() {
  local name=$1; shift
  tmux -L "$stage" new-session -d -s "$name" -x 80 -y 25 'export TERMINAL_BELOW=$(tty)'"; $*; read -r _"
}

screen() { tmux -L "$stage" capture-pane -p -t "$1"; }
press() { local name=$1; shift; tmux -L "$stage" send-keys -t "$name" "$@"; }
write() { tmux -L "$stage" send-keys -t "$1" -l -- "$2"; }
close() { tmux -L "$stage" kill-session -t "$1"; }

shows_now() { screen "$1" | grep -qF -- "$2"; }
said_now() { tmux -L "$stage" capture-pane -p -S - -t "$1" | grep -qF -- "$2"; }
# says SCREEN TEXT: it did, even where the text has left the screen since.
says() { until_true said_now "$1" "$2" || fail "screen $1 never said: $2"; }
shows() { until_true shows_now "$1" "$2" || fail "screen $1 does not show: $2"; }

# Two consoles side by side, Linux and Windows, with the same keys.
mkdir -p "$work/both/linux" "$work/both/windows"

# start NAME ARGUMENT...: the program on both, each in a folder of its own.
start() {
  local name=$1; shift
  open "$name-linux" "cd '$work/both/linux' && '$linux' $*; echo ended \$?"
  open "$name-windows" "cd '$work/both/windows' && wine '$windows' $*; echo ended \$?"
  walk=$name
}
both_show() { shows "$walk-linux" "$1"; shows "$walk-windows" "$1"; }
alike() { [ "$(screen "$walk-linux")" = "$(screen "$walk-windows")" ]; }
# sees TEXT: both show it, and the rest is the same, character by character.
sees() {
  both_show "$1"
  until_true alike || fail "the screens differ where both show: $1"
  screens=$((screens + 1))
}
keys() { press "$walk-linux" "$@"; press "$walk-windows" "$@"; }
types() { write "$walk-linux" "$1"; write "$walk-windows" "$1"; }
close_both() { close "$walk-linux"; close "$walk-windows"; }
ended() { sees "ended $1"; close_both; }
# kill_both: as when the power goes. The program is what the shell of the console runs.
kill_both() {
  local side shell
  for side in linux windows; do
    shell=$(tmux -L "$stage" display-message -p -t "$walk-$side" '#{pane_pid}')
    pkill -KILL -P "$shell" || fail "nothing to kill on $side"
  done
  close_both
}
