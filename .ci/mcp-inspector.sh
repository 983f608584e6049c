#!/bin/bash
# An MCP client that nobody here wrote, the Inspector's command line, lists the tools, runs an update, and reads it back.
set -euo pipefail
cd "$(dirname "$0")/.."
INSPECTOR=@modelcontextprotocol/inspector@0.22.0
# The Inspector needs a newer Node than many machines have; this one comes from the same registry.
NODE=node@22.20.0
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
finish() {
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME"
}
trap finish EXIT

fail() {
    echo "inspector: $1"
    exit 1
}

mkdir -p target/inspector
npm install --silent --no-audit --no-fund --prefix target/inspector "$NODE" "$INSPECTOR" >/dev/null
export PATH="$PWD/target/inspector/node_modules/node/bin:$PATH"

./astern demo --port=0 >/dev/null
./astern session start --agent inspector --target shop --out "$ASTERN_HOME/agent" >/dev/null
url=$(cat "$ASTERN_HOME/url")/mcp

inspect() {
    target/inspector/node_modules/.bin/mcp-inspector --cli "$url" --transport http \
        --header "Authorization: Bearer $(cat "$ASTERN_HOME/agent")" "$@"
}

inspect --method tools/list >"$ASTERN_HOME/tools.json"
grep -q '"shop_run_sql"' "$ASTERN_HOME/tools.json" || fail "shop_run_sql is not listed: $(cat "$ASTERN_HOME/tools.json")"
inspect --method tools/call --tool-name shop_run_sql \
    --tool-arg "sql=UPDATE product SET title = 'Inspected' WHERE sku = 'sku-1'" >"$ASTERN_HOME/update.json"
grep -q 'applied' "$ASTERN_HOME/update.json" || fail "the update: $(cat "$ASTERN_HOME/update.json")"
inspect --method tools/call --tool-name shop_read_rows \
    --tool-arg "sql=SELECT title FROM product WHERE sku = 'sku-1'" >"$ASTERN_HOME/read.json"
grep -q 'Inspected' "$ASTERN_HOME/read.json" || fail "the read: $(cat "$ASTERN_HOME/read.json")"
if ASTERN_HOME=$ASTERN_HOME target/inspector/node_modules/.bin/mcp-inspector --cli "$url" --transport http \
    --header "Authorization: Bearer $(cat "$ASTERN_HOME/token")" --method tools/list >/dev/null 2>&1; then
    fail "an operator's token was taken for an agent's"
fi
echo "inspector=passed"
