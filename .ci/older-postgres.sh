#!/bin/bash
# The connector's tests on the oldest PostgreSQL that this machine has or its packages bring, beside the one of the build.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# A server refuses to run as root.
as_user() {
    if [ "$(id -u)" = 0 ]; then su -s /bin/sh nobody -c "$*"; else sh -c "$*"; fi
}

oldest() {
    local bin
    for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V); do
        if [ -x "$bin/initdb" ] && [ "$("$bin/postgres" --version | grep -oE '[0-9]+' | head -1)" -ge 15 ]; then
            echo "$bin"
            return
        fi
    done
    return 1
}

if ! oldest >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql
fi
bin=$(oldest) || { echo "no PostgreSQL of 15 or later to be had"; exit 1; }
"$bin/postgres" --version

folder=$(mktemp -d)
chmod 777 "$folder"
port=$((20000 + RANDOM % 20000))
finish() {
    as_user "$bin/pg_ctl -D $folder/data -m immediate stop" >/dev/null 2>&1 || true
    as_root rm -rf "$folder"
}
trap finish EXIT
as_user "$bin/initdb -D $folder/data -U astern --auth=trust >/dev/null"
as_user "$bin/pg_ctl -D $folder/data -l $folder/log -w start -o '-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=200'" \
    >/dev/null

mvn -q -B -ntp -pl server -am test -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='CaptureTest,CompletenessTest,ExactValuesTest,RoleAttackTest,UndoTest,InterleavedUndoTest,UndoRaceTest,RandomUndoTest,LostAnswerTest,StructureActionTest,DdlUndoTest' \
    -Dastern.test.postgres="127.0.0.1:$port" -Dastern.test.user=astern
echo "older_postgres=$("$bin/postgres" --version | grep -oE '[0-9.]+' | head -1) passed"
