#!/bin/bash
# The README's first command, as a newcomer runs it: demo, plan, undo, and the colleague's two edits still there.
set -euo pipefail
cd "$(dirname "$0")/.."
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
finish() {
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME" "${work:-$ASTERN_HOME}"
}
trap finish EXIT

fail() {
    echo "demo: $1"
    exit 1
}

./astern demo --port=0 | tee "$ASTERN_HOME/demo.out"
session=$(grep -o 'ses_[0-9a-z]*' "$ASTERN_HOME/demo.out" | head -1)
[ -n "$session" ] || fail "no session was named"

./astern undo plan --session "$session" | tee "$ASTERN_HOME/plan.out"
status=0
./astern undo apply --session "$session" | tee "$ASTERN_HOME/report.out" || status=$?
[ "$status" = 3 ] || fail "undo apply ended with $status, not with 3 for 'something was kept'"

# The report keeps exactly the two edits, and what it says is what the plan said.
kept=$(awk '$2 == "kept" && $3 ~ /^[0-9]+$/ { n += $3 } END { print n + 0 }' "$ASTERN_HOME/report.out")
[ "$kept" = 2 ] || fail "$kept rows were kept, not the colleague's 2"
grep -q "24.90" "$ASTERN_HOME/report.out" || fail "the colleague's price is not listed"
diff <(grep -E '^  public' "$ASTERN_HOME/plan.out") <(grep -E '^  public' "$ASTERN_HOME/report.out") ||
    fail "the report is not what the plan said"

# An undo can be undone, and a wrong token file is refused.
undo=$(grep -o 'und_[0-9a-z]*' "$ASTERN_HOME/report.out" | head -1)
./astern undo apply --session "$undo" >/dev/null || fail "the undo could not be undone"
chmod 644 "$ASTERN_HOME/token"
if ./astern status >/dev/null 2>&1; then fail "a token that others can read was used"; fi
chmod 600 "$ASTERN_HOME/token"
./astern status

# A command in a folder, as an agent runs it: its own output and exit code, and then nothing of it is left.
work=$(mktemp -d)
echo before >"$work/notes"
./astern target add folder --kind workspace --url "file://$work" --option runner=embedded >/dev/null
./astern session start --agent scripted --target folder --json >"$ASTERN_HOME/session.json"
session=$(grep -o 'ses_[0-9a-z]*' "$ASTERN_HOME/session.json" | head -1)
(umask 077 && sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p' "$ASTERN_HOME/session.json" >"$ASTERN_HOME/agent-token")
status=0
./astern run --token-file "$ASTERN_HOME/agent-token" --session "$session" -- \
    sh -c 'echo after >notes; echo said; exit 7' >"$ASTERN_HOME/run.out" 2>"$ASTERN_HOME/run.err" || status=$?
[ "$status" = 7 ] || fail "the command ended with $status, not with its own 7: $(cat "$ASTERN_HOME/run.err")"
[ "$(cat "$ASTERN_HOME/run.out")" = said ] || fail "what the command printed is not what run printed"
[ "$(cat "$work/notes")" = after ] || fail "the command did nothing"
./astern run --token-file "$ASTERN_HOME/agent-token" --session ses_other -- true 2>/dev/null &&
    fail "a session's token ran a command in another's name"
./astern undo apply --session "$session" >/dev/null || fail "the command could not be undone"
[ "$(cat "$work/notes")" = before ] || fail "what the command did is still there"

# What happened is looked into: by an incident, whose whole trail is verified without the server.
./astern stop --session "$session" --reason 'looked odd' --json >"$ASTERN_HOME/stop.json"
stop=$(grep -o 'stp_[0-9a-z]*' "$ASTERN_HOME/stop.json" | head -1)
./astern incident open --stop "$stop" | tee "$ASTERN_HOME/incident.out"
incident=$(grep -o 'inc_[0-9a-z]*' "$ASTERN_HOME/incident.out" | head -1)
./astern incident note "$incident" 'the note was rewritten by a script' >/dev/null
./astern incident assign "$incident" 'lee of operations' >/dev/null
./astern incident close "$incident" 'undone' >/dev/null
./astern incident show "$incident" | tee "$ASTERN_HOME/shown.out"
grep -q "$session" "$ASTERN_HOME/shown.out" || fail "the incident is not about the session that was stopped"
grep -q 'assigned by .*: lee of operations' "$ASTERN_HOME/shown.out" || fail "the incident does not say who has it"
if ./astern incident note "$incident" 'one more' >/dev/null 2>&1; then fail "a closed incident took a note"; fi
./astern journal key --out "$ASTERN_HOME/policy" >/dev/null
./astern journal export --incident "$incident" --out "$ASTERN_HOME/incident.zip" >/dev/null
./astern journal verify bundle "$ASTERN_HOME/incident.zip" --policy "$ASTERN_HOME/policy" ||
    fail "the incident's trail does not verify"
./astern journal export --incident "$incident" --form markdown --out "$ASTERN_HOME/incident.md" >/dev/null
grep -q 'the note was rewritten by a script' "$ASTERN_HOME/incident.md" || fail "the trail for people has no notes"
grep -q 'run_command' "$ASTERN_HOME/incident.md" || fail "the trail for people has no actions"

# Whoever is on call asks what is missing, and is told how commands are seen here.
./astern doctor >"$ASTERN_HOME/doctor.out" || fail "doctor found something to mend: $(cat "$ASTERN_HOME/doctor.out")"
grep -Eq '^ok    folder +ready: workspace, (overlay|mirror)' "$ASTERN_HOME/doctor.out" ||
    fail "doctor does not say how the folder's commands are seen: $(cat "$ASTERN_HOME/doctor.out")"
cat "$ASTERN_HOME/doctor.out"
echo "demo=passed kept=$kept"
