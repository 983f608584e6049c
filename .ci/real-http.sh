#!/bin/bash
# The contract of connectors against applications that nobody here wrote: Parse Server over a PostgreSQL, and Radicale. Each is installed, started on loopback, and put to the very suite that the fakes pass.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/postgres
PARSE=parse-server@9.10.0
NODE=node@24.11.1
tools=$PWD/target/real-http
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    stop_postgres
    rm -rf "$work"
}
trap finish EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

await() {
    local url=$1 name=$2
    for _ in $(seq 300); do
        if curl -s -o /dev/null "$url"; then return; fi
        sleep 0.2
    done
    echo "real-http: $name did not start"
    tail -20 "$work/$name.log"
    exit 1
}

mkdir -p "$tools"
npm install --loglevel=error --no-audit --no-fund --prefer-offline --prefix "$tools" "$NODE" "$PARSE" >/dev/null
command -v radicale >/dev/null || {
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends radicale >/dev/null
}

radicale_port=$(free_port)
mkdir -p "$work/calendars/collection-root/astern/calendar"
echo '{"tag": "VCALENDAR"}' >"$work/calendars/collection-root/astern/calendar/.Radicale.props"
radicale --server-hosts "127.0.0.1:$radicale_port" --auth-type none --rights-type authenticated \
    --storage-filesystem-folder "$work/calendars" >"$work/radicale.log" 2>&1 &
pids+=($!)

start_postgres
parse_port=$(free_port)
PARSE_SERVER_LOGS_FOLDER="$work/logs" PATH="$tools/node_modules/node/bin:$PATH" \
    "$tools/node_modules/.bin/parse-server" --appId app --masterKey mk \
    --databaseURI "postgres://astern@127.0.0.1:$postgres_port/postgres" --host 127.0.0.1 --port "$parse_port" --mountPath / \
    --serverURL "http://127.0.0.1:$parse_port" --allowCustomObjectId true >"$work/parse.log" 2>&1 &
pids+=($!)
await "http://127.0.0.1:$radicale_port/" radicale
await "http://127.0.0.1:$parse_port/health" parse

mvn -q -B -ntp test -pl connectors -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='ParseRealTest,RadicaleRealTest' -Dastern.real.parse="http://127.0.0.1:$parse_port" \
    -Dastern.real.radicale="http://127.0.0.1:$radicale_port"
for name in Parse Radicale; do
    report=connectors/target/surefire-reports/TEST-dev.astern.connector.http.${name}RealTest.xml
    ran=$(sed -n 's/.*<testsuite [^>]* tests="\([0-9]*\)".*/\1/p' "$report")
    skipped=$(sed -n 's/.*<testsuite [^>]* skipped="\([0-9]*\)".*/\1/p' "$report")
    [ "$ran" -ge 25 ] && [ "$skipped" = 0 ] || { echo "real-http: $name ran $ran, skipped $skipped"; exit 1; }
    echo "real-http $name: the contract's $ran tests passed"
done
