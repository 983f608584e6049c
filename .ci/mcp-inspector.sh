#!/bin/bash
# An MCP client that nobody here wrote, the Inspector's command line, lists the tools, runs an update, and reads it back,
# in both eras; an operator's token opens nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
INSPECTOR=@modelcontextprotocol/inspector@2.12.0
# The Inspector needs a newer Node than many machines have; this one comes from the same registry.
NODE=node@22.20.0
tools=$PWD/target/mcp-tools
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

mkdir -p "$tools"
npm install --loglevel=error --no-audit --no-fund --prefer-offline --prefix "$tools" "$NODE" "$INSPECTOR" >/dev/null

./astern demo --port=0 >/dev/null
./astern session start --agent inspector --target shop --out "$ASTERN_HOME/agent" >/dev/null
url=$(cat "$ASTERN_HOME/url")/mcp

# The Inspector keeps what it learns about servers in the home directory; this run is to leave nothing there.
inspect() {
    local era=$1 token=$2
    shift 2
    HOME=$ASTERN_HOME PATH="$tools/node_modules/node/bin:$PATH" "$tools/node_modules/.bin/mcp-inspector" --cli "$url" \
        --transport http --protocol-era "$era" --stored-auth-only --quiet \
        --header "Authorization: Bearer $(cat "$ASTERN_HOME/$token")" "$@"
}

for era in legacy modern; do
    out=$ASTERN_HOME/$era
    inspect $era agent --method tools/list --strict >"$out.tools" || fail "$era: the tools: $(cat "$out.tools")"
    grep -q '"shop_run_sql"' "$out.tools" || fail "$era: shop_run_sql is not listed: $(cat "$out.tools")"
    inspect $era agent --method tools/call --tool-name shop_run_sql \
        --tool-arg "sql=UPDATE product SET title = 'Inspected $era' WHERE sku = 'sku-1'" >"$out.update"
    grep -q '"state": "applied"' "$out.update" || fail "$era: the update: $(cat "$out.update")"
    inspect $era agent --method tools/call --tool-name shop_read_rows \
        --tool-arg "sql=SELECT title FROM product WHERE sku = 'sku-1'" >"$out.read"
    grep -q "Inspected $era" "$out.read" || fail "$era: the read: $(cat "$out.read")"
    if inspect $era token --method tools/list >"$out.refused" 2>&1; then
        fail "$era: an operator's token was taken for an agent's"
    fi
    grep -q auth_required "$out.refused" || fail "$era: an operator's token: $(cat "$out.refused")"
    echo "inspector $era passed"
done
