#!/bin/bash
# The reference servers for files and for memory, which nobody here wrote, behind Astern: an agent's session over MCP, a
# person's edits in between, the undo, and then what the servers' own files say.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/mcp-upstreams
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
files=$ASTERN_HOME/files
memory=$ASTERN_HOME/memory.jsonl
finish() {
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME"
}
trap finish EXIT

fail() {
    echo "mcp-upstreams: $1"
    exit 1
}

mkdir -p "$tools"
cp .ci/mcp-upstreams/package.json .ci/mcp-upstreams/package-lock.json "$tools"
(cd "$tools" && npm ci --loglevel=error --no-audit --no-fund --prefer-offline >/dev/null)
servers=$tools/node_modules/@modelcontextprotocol

# What was there before: odd names, line ends of Windows, an empty file, a file that is no text.
mkdir -p "$files/notes/deep"
printf 'one\ntwo\n' >"$files/plan.txt"
printf 'first\r\nsecond\r\n' >"$files/windows.txt"
printf 'käse "quoted" {brace} $(id)\n' >"$files/notes/odd name.txt"
: >"$files/empty.txt"
printf '\377\376\000' >"$files/binary"
printf 'deep\n' >"$files/notes/deep/leaf.txt"
cat >"$memory" <<'JSON'
{"type":"entity","name":"Ada","entityType":"person","observations":["counts","writes"]}
{"type":"entity","name":"Bob","entityType":"person","observations":["reads"]}
{"type":"entity","name":"Cay","entityType":"person","observations":[]}
{"type":"relation","from":"Ada","to":"Bob","relationType":"knows"}
{"type":"relation","from":"Bob","to":"Cay","relationType":"knows"}
JSON
cp -r "$files" "$ASTERN_HOME/files.before"
sort "$memory" >"$ASTERN_HOME/memory.before"

./astern demo --port=0 >/dev/null
./astern policy apply policy-core/src/main/resources/dev/astern/policy/permissive.yaml >/dev/null
node=$(command -v node)
add() {
    ./astern target add "$1" --kind mcp --url "stdio:$node" --option "server=$1" "${@:2}" >/dev/null
    ./astern target install "$1"
}
add filesystem --option "args=[\"$servers/server-filesystem/dist/index.js\", \"$files\"]"
add memory --option "args=[\"$servers/server-memory/dist/index.js\"]" --option "env.MEMORY_FILE_PATH=$memory"
./astern session start --agent upstreams --target filesystem --target memory --out "$ASTERN_HOME/agent" >"$ASTERN_HOME/session"
session=$(grep -o 'ses_[0-9a-z]*' "$ASTERN_HOME/session" | head -1)
url=$(cat "$ASTERN_HOME/url")
agent() { node .ci/mcp-upstreams.mjs "$url" "$ASTERN_HOME/agent"; }

echo list | agent >"$ASTERN_HOME/tools"
grep -qx filesystem_edit_file "$ASTERN_HOME/tools" || fail "edit_file is not offered: $(cat "$ASTERN_HOME/tools")"

# Everything that can be taken back exactly runs.
agent >"$ASTERN_HOME/acts" <<CALLS
filesystem_edit_file {"path": "$files/plan.txt", "edits": [{"oldText": "two", "newText": "three"}]}
filesystem_move_file {"source": "$files/notes/deep/leaf.txt", "destination": "$files/notes/leaf.txt"}
filesystem_write_file {"path": "$files/plan.txt", "content": "all new\n"}
filesystem_edit_file {"path": "$files/windows.txt", "edits": [{"oldText": "second", "newText": "2nd"}]}
filesystem_write_file {"path": "$files/notes/odd name.txt", "content": ""}
filesystem_write_file {"path": "$files/empty.txt", "content": "no longer"}
memory_add_observations {"observations": [{"entityName": "Ada", "contents": ["writes", "sleeps"]}, {"entityName": "Bob", "contents": ["runs"]}]}
memory_delete_observations {"deletions": [{"entityName": "Ada", "observations": ["counts"]}]}
memory_create_entities {"entities": [{"name": "Dan", "entityType": "robot", "observations": ["beeps"]}]}
memory_create_relations {"relations": [{"from": "Dan", "to": "Ada", "relationType": "serves"}, {"from": "Ghost", "to": "Cay", "relationType": "haunts"}]}
memory_delete_relations {"relations": [{"from": "Ada", "to": "Bob", "relationType": "knows"}]}
memory_delete_entities {"entityNames": ["Cay"]}
CALLS
[ "$(grep -c ' applied ' "$ASTERN_HOME/acts")" = 12 ] || fail "not all was applied: $(cat "$ASTERN_HOME/acts")"

# A file that was not there can only be put aside again; a person agrees to that.
agent >"$ASTERN_HOME/held" <<CALLS
filesystem_write_file {"path": "$files/fresh.txt", "content": "fresh\n"}
CALLS
grep -q ' held ' "$ASTERN_HOME/held" || fail "it was not held: $(cat "$ASTERN_HOME/held")"
./astern operator add approver --permission journal.read --permission action.approve --out "$ASTERN_HOME/approver" >/dev/null
request=$(./astern approvals --json | grep -o 'apr_[0-9a-z]*' | head -1)
./astern approve "$request" --reason "as planned" --confirm compensation_named --token-file "$ASTERN_HOME/approver" >/dev/null
for _ in $(seq 100); do
    [ ! -e "$files/fresh.txt" ] || break
    sleep 0.1
done
[ -e "$files/fresh.txt" ] || fail "what was approved did not run"

# What is no text can't be captured, so it is not touched; neither is what no entry describes, or lies outside.
agent >"$ASTERN_HOME/refused" <<CALLS
filesystem_write_file {"path": "$files/binary", "content": "text"}
filesystem_write_file {"path": "/etc/outside", "content": "text"}
filesystem_edit_file {"path": "$files/plan.txt", "edits": [], "force": true}
CALLS
if grep -q ' applied ' "$ASTERN_HOME/refused"; then fail "this was done: $(cat "$ASTERN_HOME/refused")"; fi
[ "$(wc -l <"$ASTERN_HOME/refused")" = 3 ] || fail "not all was answered: $(cat "$ASTERN_HOME/refused")"
cmp "$files/binary" "$ASTERN_HOME/files.before/binary" || fail "a file that is no text was touched"

# A person's edit, which the undo has to leave alone.
printf 'by hand\n' >"$files/empty.txt"

status=0
./astern undo apply --session "$session" | tee "$ASTERN_HOME/report" || status=$?
[ "$status" = 3 ] || fail "undo apply ended with $status, not with 3 for 'something was kept'"
[ "$(cat "$files/empty.txt")" = "by hand" ] || fail "a person's edit is gone"
: >"$files/empty.txt"
aside=$(find "$files" -name 'fresh.txt.undone-*')
[ -n "$aside" ] && [ ! -e "$files/fresh.txt" ] || fail "fresh.txt was not put aside"
rm "$aside"
diff -r "$files" "$ASTERN_HOME/files.before" || fail "the files are not what they were"
sort "$memory" | python3 .ci/mcp-upstreams/sorted.py >"$ASTERN_HOME/memory.after"
python3 .ci/mcp-upstreams/sorted.py <"$ASTERN_HOME/memory.before" >"$ASTERN_HOME/memory.sorted"
diff "$ASTERN_HOME/memory.sorted" "$ASTERN_HOME/memory.after" || fail "the memory is not what it was"
echo "mcp-upstreams=passed calls=$(($(wc -l <"$ASTERN_HOME/acts") + 4))"
