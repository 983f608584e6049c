#!/bin/bash
# The README's first command, as a newcomer runs it: demo, plan, undo, and the colleague's two edits still there.
set -euo pipefail
cd "$(dirname "$0")/.."
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
finish() {
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME"
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
echo "demo=passed kept=$kept"
