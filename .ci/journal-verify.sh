#!/bin/bash
# The verifier as an auditor gets it: the one jar, beside nothing but a policy and what was handed out.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=${JAVA_HOME:?}/bin/java

fail() {
    echo "journal-verify: $1"
    exit 1
}

[ -f journal-verify/target/astern-verify.jar ] ||
    mvn -B -q -ntp package -DskipTests -pl journal-verify -am
mvn -B -q -ntp test-compile dependency:build-classpath -pl journal-verify -am -DincludeScope=test \
    -Dmdep.outputFile=target/test-classpath >/dev/null
"$java" -cp "journal-verify/target/test-classes:journal-verify/target/classes:journal-core/target/classes:journal-core/target/test-classes:$(cat journal-verify/target/test-classpath)" \
    dev.astern.verify.WriteSample "$work"
cp journal-verify/target/astern-verify.jar "$work"
cd "$work"

expect() {
    local code=0
    "$java" -jar astern-verify.jar "${@:3}" >out 2>err || code=$?
    [ "$code" = "$1" ] || { cat out err; fail "expected exit code $1, got $code: ${*:3}"; }
    grep -q "$2" out err || { cat out err; fail "expected to read '$2': ${*:3}"; }
    if grep -q "at dev\.\|at java\." out err; then fail "a stack trace"; fi
}

all=(--policy policy --old-checkpoint old --tsa-ca tsa.pem)
expect 0 'time stamp of 2026-11-21T11:00:00Z' bundle bundle.zip "${all[@]}"
expect 0 '"verdict":"verified"' bundle bundle.zip "${all[@]}" --json
expect 0 'warning timestamp_unchecked' bundle bundle.zip --policy policy
expect 0 'number 2 of example.com/log' proof entry.tlog-proof --entry entry --policy policy
mkdir folder && (cd folder && unzip -q ../bundle.zip)
expect 0 'extends the 2 entries' bundle folder "${all[@]}"
sed -i 's/deploy-bot/deploy-bat/' folder/receipts.jsonl
expect 1 'digests receipts.jsonl' bundle folder "${all[@]}"
touch folder/more
expect 1 'only files of known names' bundle folder "${all[@]}"
expect 1 'NOT VERIFIED' proof entry.tlog-proof --entry old --policy policy
expect 2 "can't be read" bundle nothing.zip --policy policy
expect 2 'line 1' bundle bundle.zip --policy entry
expect 2 'no command'
expect 0 'Exit codes' help
size=$(stat -c %s astern-verify.jar)
[ "$size" -lt 4000000 ] || fail "the jar has grown to $size bytes"
echo "journal-verify jar_bytes=$size"
