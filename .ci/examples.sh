#!/bin/bash
# The examples with agents, as their READMEs run them, against the demo's shop: what the agents say, what people decide, and
# the shop as it was after each undo.
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
    echo "examples: $1"
    exit 1
}

said() {
    grep -qF -- "$2" "$ASTERN_HOME/$1.out" || fail "$1 did not say: $2"
}

mvn -q -B -DskipTests -Dspotless.check.skip=true package -pl examples/agent-java,examples/agent-langchain4j -am
java=${JAVA_HOME:?}/bin/java

./astern demo --port=0 >"$ASTERN_HOME/demo.out"
./astern policy apply examples/policy.yaml
./astern operator add colleague --permission action.approve --permission journal.read --out "$ASTERN_HOME/colleague"
ASTERN_URL=$(cat "$ASTERN_HOME/url")
export ASTERN_URL
./astern session start --agent checker --target shop --out "$ASTERN_HOME/checker"

# Every row of the shop, as one digest.
shop() {
    ./astern sql --token-file "$ASTERN_HOME/checker" --json "
        SELECT md5(string_agg(r, E'\n' ORDER BY r)) FROM (
            SELECT 'c' || t FROM customer t UNION ALL SELECT 'p' || t FROM product t UNION ALL SELECT 'o' || t FROM orders t
            UNION ALL SELECT 'i' || t FROM order_item t UNION ALL SELECT 't' || t FROM ticket t) AS rows(r)" |
        grep -oE '"[0-9a-f]{32}"' || fail "the shop's digest could not be read"
}

# Starts an example in a session of its own.
start() {
    export ASTERN_TOKEN_FILE="$ASTERN_HOME/$1.token"
    ./astern session start --agent "$1" --target shop --out "$ASTERN_TOKEN_FILE" >"$ASTERN_HOME/$1.session"
    "$java" -jar "examples/$1/target/$1.jar" >"$ASTERN_HOME/$1.out" 2>"$ASTERN_HOME/$1.err" &
    example=$!
}

# The request that people decide about, as soon as it is there.
request() {
    local id=""
    for _ in $(seq 300); do
        id=$(./astern approvals | grep -oE 'apr_[0-9a-z]+' | head -1) || true
        [ -z "$id" ] || break
        kill -0 "$example" 2>/dev/null || [ "$1" = ended ] || fail "the example ended before anything was held"
    done
    [ -n "$id" ] || fail "nothing was held"
    echo "$id"
}

ended() {
    wait "$example" || { cat "$ASTERN_HOME/$1.out" "$ASTERN_HOME/$1.err"; fail "$1 failed"; }
    cat "$ASTERN_HOME/$1.out"
    grep -v SLF4J "$ASTERN_HOME/$1.err" && fail "$1 complained"
    local session
    session=$(grep -oE 'ses_[0-9a-z]+' "$ASTERN_HOME/$1.out" | tail -1)
    [ "$(shop)" != "$before" ] || fail "$1 changed nothing"
    ./astern undo apply --session "$session" || fail "$1 could not be undone"
    [ "$(shop)" = "$before" ] || fail "after the undo of $1 the shop is not what it was"
}

before=$(shop)

start agent-java
./astern approve "$(request running)" --token-file "$ASTERN_HOME/colleague"
ended agent-java
said agent-java "(repeated)"
said agent-java "REHEARSED [ResourceCount[resource=public.product"
said agent-java "REFUSED policy_blocked: "
said agent-java "HELD: "
said agent-java "  APPLIED "

start agent-langchain4j
./astern reject "$(request ended)" --token-file "$ASTERN_HOME/colleague" --reason 'not this customer'
ended agent-langchain4j
said agent-langchain4j 'it reads: {"action_id":"act_'
said agent-langchain4j "it reads: policy_blocked: "
said agent-langchain4j "it reads: held: "
said agent-langchain4j '"state":"'
said agent-langchain4j "People decide about removing customer 44."
echo "examples=passed"
