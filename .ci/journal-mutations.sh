#!/bin/bash
# More than a million changes of receipts, disclosures, proofs, tiles, notes, checkpoints, policies and whole bundles: a
# strict reading accepts none of them. The tests of every build do a share of these. -Dastern.seed=N begins elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

mvn -B -ntp test -pl journal-core,journal-verify -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='*MutationTest,*FuzzTest,StampVerifierTest,CliTest' \
    -Dastern.cases="${ASTERN_CASES:-60000}" "$@" >"$log" 2>&1 || { cat "$log"; exit 1; }
grep -E '^cases [0-9]+ ' "$log"
mutations=$(awk '/^cases [0-9]+ mutations/ { sum += $2 } END { print sum + 0 }' "$log")
others=$(awk '/^cases [0-9]+ / && !/mutations/ { sum += $2 } END { print sum + 0 }' "$log")
echo "journal-mutations mutations=$mutations other_inputs=$others accepted=0"
if [ "$mutations" -lt 1000000 ]; then
    echo "fewer than a million mutations"
    exit 1
fi
