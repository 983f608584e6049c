#!/bin/bash
# A bundle that a running Astern exported is verified as docs/verify.md says, with tools that nobody here wrote; each of
# them refuses what was tampered with. Then 10,000 random trees, where our verifier and three others have to agree on every
# proof.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD/.ci/foreign
work=$(mktemp -d)
# Started by root, PostgreSQL runs as somebody else, who has to get to its files.
chmod 711 "$work"
export ASTERN_HOME=$work/home
npm=$PWD/target/foreign-npm
jars=$PWD/target/foreign-jars
started=()
finish() {
    stop_serving
    for process in "${started[@]}"; do
        kill "$process" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
java=${JAVA_HOME:?}/bin/java
ours=("$java" -jar journal-verify/target/astern-verify.jar)

fail() {
    echo "verify-foreign: $1"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# What the page tells an outsider to install, and sigstore-java.
tools() {
    local missing=()
    command -v openssl >/dev/null || missing+=(openssl)
    command -v unzip >/dev/null || missing+=(unzip)
    command -v go >/dev/null || missing+=(golang-go)
    [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb/tlog ] || missing+=(golang-golang-x-mod-dev)
    if [ ${#missing[@]} -gt 0 ]; then
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    fi
    mkdir -p "$npm" "$jars"
    npm install --loglevel=error --no-audit --no-fund --prefer-offline --prefix "$npm" \
        node@22.23.3 canonicalize@5.1.0 @sigstore/verify@4.1.3 @sd-jwt/utils@0.19.0 \
        @noble/post-quantum@0.7.1 >/dev/null
    mvn -B -q -ntp -f "$here/sigstore.xml" dependency:copy-dependencies -DoutputDirectory="$jars"
    export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$work/go-cache"
    go build -o "$work/bundle-go" "$here/bundle/main.go"
    go build -o "$work/trees-go" "$here/trees/main.go"
}

node() {
    "$npm/node_modules/node/bin/node" "$@"
}

# Our own classes, as they were built, and what they need.
classpath() {
    echo "journal-signer/target/classes:journal-remote/target/classes:journal-remote/target/test-classes:journal-remote/target/lib/*"
}

# Starts something that prints lines, and waits for so many of them.
start() {
    local out=$1 lines=$2
    shift 2
    "$@" >"$out" 2>&1 &
    started+=($!)
    for _ in $(seq 300); do
        [ "$(wc -l <"$out")" -ge "$lines" ] && return
        sleep 0.1
    done
    cat "$out"
    fail "$1 did not start"
}

# Serves in the background, and waits until it answers.
serve() {
    rm -f "$ASTERN_HOME/url"
    # The demo shows an undo, and has nobody who would approve what it undoes.
    ./astern serve --port=0 --policy=permissive "$@" >"$work/serve.out" 2>&1 &
    serving=$!
    for _ in $(seq 300); do
        [ -s "$ASTERN_HOME/url" ] && return
        kill -0 "$serving" 2>/dev/null || break
        sleep 0.5
    done
    cat "$work/serve.out"
    fail "the server did not start"
}

# It goes down a moment after the command that started it.
stop_serving() {
    [ -n "${serving:-}" ] || return 0
    local server
    server=$(pgrep -P "$serving" || true)
    kill "$serving" 2>/dev/null || true
    while [ -n "$server" ] && kill -0 "$server" 2>/dev/null; do sleep 0.2; done
    serving=
}

# What the demo's session leaves in the journal, exported as an outsider asks for it: the log's key was changed on the way,
# a witness cosigns, an authority stamps, and there is a checkpoint from before all that. Sets bundle, session, and what
# the outsider trusts: log (the first key), witness and authority.
exported_bundle() {
    local key
    bundle=$work/exported second=
    serve
    ./astern setup --name auditor
    ./astern journal key --out "$work/first-policy"
    log=$(sed -n 's/^log //p' "$work/first-policy")
    ./astern journal export --since 2026-01-01T00:00:00Z --out "$work/early.zip"
    unzip -p "$work/early.zip" checkpoint >"$work/kept"
    ./astern journal rotate-key --confirm="${log%%+*}"
    key=$(./astern journal key | sed -n 's/^log //p')
    [ "$key" != "$log" ] || fail "the key is the old one"
    stop_serving

    start "$work/witness.out" 2 "$java" -jar journal-witness/target/astern-witness.jar --name witness.example/w1 \
        --key "$work/witness.pem" --state "$work/witness" --port 0 --log "$key"
    witness=$(sed -n 1p "$work/witness.out")
    printf 'log %s\nwitness w1 %s %s\nquorum w1\n' "$key" "$witness" "$(sed -n 2p "$work/witness.out")" >"$work/witnesses"
    serve --witness-policy="$work/witnesses" --timestamp-url="$(cat "$work/tsa.out")"
    for _ in $(seq 300); do
        [ -s "$work/tsa/reply.tsr" ] && break
        sleep 0.1
    done
    ./astern demo >"$work/demo.out"
    session=$(grep -o 'ses_[0-9a-z]*' "$work/demo.out" | head -1)
    ./astern session revoke "$session"
    ./astern journal export --session "$session" --old-checkpoint "$work/kept" --out "$work/exported.zip"
    unzip -q "$work/exported.zip" -d "$bundle"
}

# What Astern does not do yet is in a bundle that our classes make: a log with an ML-DSA key, too.
made_bundle() {
    bundle=$work/made/bundle
    mkdir "$work/made"
    "$java" -cp "$(classpath)" "$here/MakeBundle.java" "$work/made" journal-witness/target/astern-witness.jar \
        "$(cat "$work/tsa.out")"
    log=$(cat "$work/made/log-key")
    second=$(cat "$work/made/second-key")
    witness=$(cat "$work/made/witness-key")
    unzip -q "$work/made/bundle.zip" -d "$bundle"
}

# The ways of docs/verify.md.
with_openssl() {
    local key
    key=$("$here/keys.sh" "$log" "$1") && "$here/checkpoint.sh" "$key" "$1/checkpoint"
}

with_go() {
    "$work/bundle-go" -witness "$witness" -quorum 1 "$log" "$1"
}

with_npm() {
    node "$here/bundle.mjs" "$npm" "$log" "$1"
}

with_noble() {
    node "$here/second.mjs" "$npm" "$second" "$1/checkpoint"
}

with_authority() {
    openssl ts -verify -in "$1/timestamp.tsr" -data "$1/timestamp.checkpoint" -CAfile "$authority"
}

# Our own verifier, strictly, which has to agree with all of them.
with_ours() {
    {
        echo "log $log"
        [ -z "$second" ] || echo "log $second"
        echo "witness w $witness"
        echo "quorum w"
    } >"$work/policy"
    "${ours[@]}" bundle "$1" --policy "$work/policy" --follow-rotations \
        --tsa-ca "$authority"
}

# The same by somebody who believes the log's ML-DSA key alone.
with_ours_after_ed25519() {
    printf 'log %s\nquorum none\n' "$second" >"$work/policy"
    "${ours[@]}" bundle "$1" --policy "$work/policy" --interoperable
}

# The same in `astern`: this bundle, one receipt, and a bundle in which nothing is disclosed; and what somebody sees who
# has no more than the key that signs now.
with_astern() {
    local verify=(./astern journal verify)
    with_ours "$1" >"$work/ours.out" || return 1
    local ours=("${verify[@]}")
    with_ours "$1" | diff "$work/ours.out" - || return 1
    ./astern journal prove "$session/1" --out "$work/receipt" &&
        "${verify[@]}" proof "$work/receipt.tlog-proof" --entry "$work/receipt.json" --policy "$work/witnesses" &&
        ./astern journal export --session "$session" --no-disclosures --out "$work/withheld.zip" &&
        "${verify[@]}" bundle "$work/withheld.zip" --policy "$work/witnesses" &&
        [ -z "$(unzip -p "$work/withheld.zip" disclosures.jsonl)" ] &&
        ./astern journal key --out "$work/key" &&
        "${verify[@]}" bundle "$work/withheld.zip" --policy "$work/key" --interoperable
}

accepts() {
    "with_$1" "$bundle" || fail "$1 refuses a genuine bundle"
}

refuses() {
    local tool=$1 how=$2
    if "with_$tool" "$bundle-$how" >"$work/$how.out" 2>&1; then
        fail "$tool accepts a bundle with another $how"
    fi
    # A tool that is not there or breaks has not refused.
    grep -qE "^refused: |Verification Failure|Verification: FAILED|^NOT VERIFIED" "$work/$how.out" ||
        fail "$tool gives no verdict of another $how: $(cat "$work/$how.out")"
    echo "$tool, $how: $(grep -iE "refused|verif" "$work/$how.out" | tail -1 | cut -c1-100)"
}

# Reads lines of a tool and what it has to refuse.
all_refuse() {
    local tool changes how
    while read -r tool changes; do
        for how in $changes; do
            [ -d "$bundle-$how" ] || node "$here/tamper.mjs" "$bundle" "$bundle-$how" "$how"
            refuses "$tool" "$how"
        done
    done
}

bundles() {
    local tool
    mkdir "$work/tsa"
    start "$work/tsa.out" 1 "$java" -cp "$(classpath)" dev.astern.journal.remote.OpenSslTsa "$work/tsa"
    authority=$work/tsa/ca.pem
    exported_bundle
    for tool in openssl go npm authority ours astern; do
        accepts "$tool"
    done
    stop_serving
    local all="entry space swap missing proof index root size older signature unsigned unwitnessed disclosure"
    all="$all consistency old rotation stamped stamp extra manifest"
    all_refuse <<END
ours $all
openssl root size signature unsigned rotation
go entry space swap proof index root size older signature unsigned unwitnessed consistency old rotation
npm entry space swap missing proof index root size older signature unsigned disclosure rotation extra manifest
authority stamped stamp
END
    made_bundle
    for tool in openssl go npm noble authority ours ours_after_ed25519; do
        accepts "$tool"
    done
    all_refuse <<END
ours root size unsigned
noble root size unsigned
END
}

# sigstore-java looks neither whether the index is below the size (RFC 9162, 2.1.3.2, step 1) nor whether the last hash led
# to the root of a tree of that size (step 5, "sn is 0"). So it takes some proofs whose size or index was changed. That,
# and nothing else, is let pass.
trees() {
    local cases=$work/cases.jsonl
    local seed=${ASTERN_SEED:-$(date +%s)}
    echo "seed $seed"
    "$java" -cp "$(classpath)" "$here/RandomTrees.java" "$seed" "$1" "$cases" "$work/ours"
    "$work/trees-go" <"$cases" >"$work/go"
    node "$here/trees.cjs" "$npm" <"$cases" >"$work/npm"
    "$java" -cp "$jars/*" "$here/SigstoreTrees.java" <"$cases" >"$work/sigstore"
    paste -d ' ' "$work/ours" "$work/go" "$work/npm" "$work/sigstore" | awk '
        NF != 7 { print "not a verdict of each: " $0; bad++; next }
        {
            kind = $1; broken = $2; ours = $3; step = $4
            go = $5; npm = $6; sigstore = $7
            verdicts[kind " proofs " (ours == "yes" ? "accepted" : "refused")]++
            inclusion = kind == "inclusion"
            if (go != ours || (inclusion && npm != ours)) { print "line " NR ": " $0; bad++ }
            if (inclusion && sigstore != ours) {
                if (sigstore == "yes" && (step == "LENGTH" || step == "SIZE") && (broken == "size" || broken == "index")) lenient++
                else { print "line " NR ": " $0; bad++ }
            }
        }
        END {
            for (verdict in verdicts) print verdicts[verdict] " " verdict
            print lenient + 0 " of the refused ones are for another size or index, and accepted by sigstore-java alone"
            print bad + 0 " other disagreements"
            exit bad > 0
        }' || fail "verifiers disagree; again with ASTERN_SEED=$seed"
}

tools
bundles
echo "--- 10,000 random trees"
trees 10000
