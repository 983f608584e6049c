#!/bin/bash
# The protocol's own conformance suite against both eras. What may fail, and why, is in mcp-expected-failures.yml; a
# failure that is not there stops this, and so does an entry that no longer fails.
set -euo pipefail
cd "$(dirname "$0")/.."
SUITE=@modelcontextprotocol/conformance@0.2.0-alpha.12
# The suite needs a newer Node than many machines have; this one comes from the same registry.
NODE=node@22.20.0
ERAS="2025-11-25 2026-07-28"
expected=.ci/mcp-expected-failures.yml
tools=$PWD/target/mcp-tools
results=$PWD/target/mcp-conformance
proxy=
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
finish() {
    [ -z "$proxy" ] || kill "$proxy" 2>/dev/null || true
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME"
}
trap finish EXIT

fail() {
    echo "conformance: $1"
    exit 1
}

entries() { sed -n 's/^  - \([^ ]*\).*/\1/p' "$expected" | sort; }

if grep '^  - ' "$expected" | grep -v ' # .'; then fail "these expected failures have no reason"; fi

mkdir -p "$tools" "$results"
npm install --loglevel=error --no-audit --no-fund --prefer-offline --prefix "$tools" "$NODE" "$SUITE" >/dev/null
export PATH="$tools/node_modules/node/bin:$PATH"

./astern demo --port=0 >/dev/null
./astern session start --agent conformance --target shop --out "$ASTERN_HOME/agent" >/dev/null
node .ci/mcp-proxy.mjs "$(cat "$ASTERN_HOME/url")" "$ASTERN_HOME/agent" "$ASTERN_HOME/proxy" &
proxy=$!
for _ in $(seq 100); do
    [ ! -e "$ASTERN_HOME/proxy" ] || break
    sleep 0.1
done
url=$(cat "$ASTERN_HOME/proxy")/mcp

: >"$ASTERN_HOME/failed"
for era in $ERAS; do
    out=$results/$era.out
    rm -rf "${results:?}/$era"
    "$tools/node_modules/.bin/conformance" server --url "$url" --suite all --spec-version "$era" \
        --expected-failures "$expected" --output-dir "$results/$era" >"$out" 2>&1 ||
        fail "$era: $(sed -n '/=== SUMMARY ===/,$p' "$out"; echo; echo "see $out")"
    sed -n 's/^  ~ //p' "$out" | sort -u >"$ASTERN_HOME/known"
    # A scenario has passed when something was checked, and nothing failed, not even as expected.
    ran=$(grep -cE '^[^:]+ [^ ]+: [0-9]+ passed, [0-9]+ failed$' "$out" || true)
    passed=$(sed -nE 's/^[^ ]+ ([^ ]+): [1-9][0-9]* passed, 0 failed$/\1/p' "$out" |
        grep -cvxFf <(cut -d: -f1 "$ASTERN_HOME/known") || true)
    [ "$passed" -gt 0 ] || fail "$era: no scenario passed; see $out"
    echo "conformance $era: $passed of $ran scenarios passed, $(cut -d: -f1 "$ASTERN_HOME/known" | sort -u | wc -l)" \
        "failed as expected; checks: $(sed -n 's/^Total: //p' "$out")"
    cat "$ASTERN_HOME/known" >>"$ASTERN_HOME/failed"
done

# The suite overlooks an entry whose scenario or check it does not have.
stale=$(comm -23 <(entries) <(sort -u "$ASTERN_HOME/failed"))
[ -z "$stale" ] || fail "these are expected to fail and were never seen to: $stale"
