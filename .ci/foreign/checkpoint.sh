#!/bin/bash
# Verifies the log's signature of a checkpoint, or of any note, with OpenSSL.
#
#     checkpoint.sh VKEY NOTE
set -euo pipefail
name=${1%%+*} rest=${1#*+}
id=${rest%%+*} key=${rest#*+}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A verifier key ends in base64 of the type, 1 for Ed25519, and the key; X.509 has twelve bytes before it.
[ "$(base64 -d <<<"$key" | head -c 1 | od -An -tx1)" = " 01" ]
{ printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00' && base64 -d <<<"$key" | tail -c 32; } >"$folder/key"

# What is signed is the text with its last newline; a checkpoint's text has no empty lines.
sed '/^$/,$d' "$2" >"$folder/text"

# A signature line is an em dash, the name, and base64 of four bytes of key id and the signature.
while read -r _ signer signature; do
    base64 -d <<<"$signature" >"$folder/line"
    if [ "$signer" = "$name" ] && [ "$(head -c 4 "$folder/line" | od -An -tx1 | tr -d ' ')" = "$id" ]; then
        tail -c +5 "$folder/line" >"$folder/signature"
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$folder/key" -rawin -in "$folder/text" \
            -sigfile "$folder/signature"
        exit
    fi
done < <(sed '1,/^$/d' "$2")
echo "refused: not signed by $name+$id"
exit 1
