#!/bin/bash
# Follows a bundle's rotations from a log's key that is trusted to the one that signs now, and prints that.
#
#     keys.sh VKEY BUNDLE
set -euo pipefail
here=$(dirname "$0")
key=$1
statement=$(mktemp)
trap 'rm -f "$statement"' EXIT
if [ -e "$2/rotations.jsonl" ]; then
    while read -r line; do
        # Each line is {"statement":"NOTE"}, in which the only escapes are those of line ends.
        line=${line#'{"statement":"'}
        printf '%b' "${line%'"}'}" >"$statement"
        "$here/checkpoint.sh" "$key" "$statement" >&2
        [ "$(sed -n '1p' "$statement")" = "astern key rotation" ]
        key=$(sed -n '3p' "$statement")
    done <"$2/rotations.jsonl"
fi
echo "$key"
