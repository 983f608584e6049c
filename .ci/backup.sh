#!/bin/bash
# Backup and restore of the store, by the commands of docs/journal-operations.md, on a PostgreSQL of its own: what was backed
# up can be read, undone and verified again; a backup without keys keeps the entries alone; and a journal that lost signed
# entries writes and signs nothing until another log is begun.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/postgres
home=$(mktemp -d)
chmod 711 "$home"
export ASTERN_HOME=$home
server=
finish() {
    stop
    stop_postgres
    rm -rf "$home"
}
trap finish EXIT

fail() {
    echo "backup: $1"
    exit 1
}

sql() {
    "$postgres_bin/psql" -q -h 127.0.0.1 -p "$postgres_port" -U astern -d "$1" -v ON_ERROR_STOP=1 -At -c "$2"
}

# A server on the store of that name; further arguments are its own.
serve() {
    rm -f "$home/url"
    ./astern serve --port=0 --store-url="jdbc:postgresql://127.0.0.1:$postgres_port/$1" --store-user=astern \
        --store-password-file="$home/password" "${@:2}" >"$home/serve.out" 2>&1 &
    server=$!
    for _ in $(seq 600); do
        if [ -s "$home/url" ] && curl -fs "$(cat "$home/url")/health" >/dev/null; then return; fi
        kill -0 "$server" 2>/dev/null || { cat "$home/serve.out"; fail "the server ended before it began"; }
        sleep 0.1
    done
    fail "the server does not begin"
}

stop() {
    [ -n "$server" ] || return 0
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}

# As an agent: a session that writes a file.
act() {
    ./astern session start --agent scripted --target folder --out "$home/token-$1" >"$home/session"
    session=$(grep -o 'ses_[0-9a-z]*' "$home/session" | head -1)
    ./astern run --token-file "$home/token-$1" --session "$session" -- sh -c "echo $1 >$2"
}

# Everything that was acted is signed for.
signed() {
    for _ in $(seq 100); do
        if ./astern journal export --session "$session" --out "$1" --force >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    fail "$(./astern journal export --session "$session" --out "$1" --force 2>&1)"
}

verified() {
    ./astern journal verify bundle "$1" --policy "$home/policy" >"$home/verdict" 2>&1 || fail "$1: $(cat "$home/verdict")"
}

dump() {
    "$postgres_bin/pg_dump" --format=custom --exclude-schema=astern_keys --file="$home/$1.dump" "$STORE"
    "$postgres_bin/pg_dump" --format=custom --schema=astern_keys --file="$home/$1-keys.dump" "$STORE"
}

# A new store from a backup; further arguments are for its keys alone.
restore() {
    sql postgres "CREATE DATABASE $2"
    local to=(--no-privileges -h 127.0.0.1 -p "$postgres_port" -U astern -d "$2")
    "$postgres_bin/pg_restore" "${to[@]}" "${@:3}" "$home/$1-keys.dump"
    "$postgres_bin/pg_restore" "${to[@]}" "$home/$1.dump"
}

start_postgres
(umask 077 && echo unused >"$home/password")
mkdir "$home/work"
chmod 755 "$home/work"
echo before >"$home/work/notes"
sql postgres "CREATE DATABASE store"
STORE="postgresql://astern@127.0.0.1:$postgres_port/store"

serve store --policy=permissive
./astern setup --name keeper >/dev/null
./astern target add folder --kind workspace --url "file://$home/work" --option runner=embedded >/dev/null
act after notes
first=$session
signed "$home/before.zip"
./astern journal key --out "$home/policy" >/dev/null
verified "$home/before.zip"
stop
dump whole

# All that was backed up is there again: it can be read, verified and taken back.
restore whole again
serve again --policy=permissive
./astern journal status >/dev/null || fail "a whole backup is not well: $(./astern journal status 2>&1)"
session=$first
signed "$home/again.zip"
verified "$home/again.zip"
./astern undo apply --session "$first" >/dev/null || fail "what was backed up could not be undone"
[ "$(cat "$home/work/notes")" = before ] || fail "the undo after a restore did nothing"
act more others
signed "$home/more.zip"
stop

# The first backup now lacks entries that were signed since.
restore whole lost
serve lost --policy=permissive
status=0
./astern journal status >"$home/status.out" 2>&1 || status=$?
[ "$status" = 1 ] || fail "a journal that lost entries ends with $status: $(cat "$home/status.out")"
if act never never 2>"$home/refused.err"; then fail "a journal that lost entries was written to"; fi
[ ! -e "$home/work/never" ] || fail "an action ran that the journal could not take"
grep -q journal_halted "$home/refused.err" || fail "it is refused without saying why: $(cat "$home/refused.err")"
stop

# Somebody decides to go on without them; a lost file of keys leaves the entries.
serve lost --policy=permissive --recover-journal=backup.example/next
./astern journal status >/dev/null || fail "another log is not well: $(./astern journal status 2>&1)"
act since since
signed "$home/since.zip"
./astern journal key --out "$home/policy" --force >/dev/null
verified "$home/since.zip"
stop

# Without a backup of the keys, what happened is still listed, and nothing that was sealed can be read.
restore whole keyless --schema-only
serve keyless --policy=permissive --signer=none
./astern actions list --session "$first" >"$home/keyless.out" || fail "entries without keys can't be listed"
grep -q "act_.* applied .* erased" "$home/keyless.out" || fail "the action is not listed: $(cat "$home/keyless.out")"
if grep -q 'echo after' "$home/keyless.out"; then fail "a command can be read without its key"; fi
stop
echo "backup=passed postgres=$("$postgres_bin/pg_dump" --version | grep -oE '[0-9.]+' | head -1)"
