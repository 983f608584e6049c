#!/bin/bash
# People's pages in a browser that nobody here wrote: sign in and approve with the keyboard alone, in light and in dark, at
# 320 pixels and at 1280; no error in the console, nothing wider than the window, enough contrast everywhere. The
# screenshots are in target/pages.
set -euo pipefail
cd "$(dirname "$0")/.."
DRIVER=puppeteer-core@25.16.0
# The driver needs a newer Node than many machines have; this one comes from the same registry.
NODE=node@22.20.0
tools=$PWD/target/browser-tools
pages=$PWD/target/pages
ASTERN_HOME=$(mktemp -d)
chmod 711 "$ASTERN_HOME"
export ASTERN_HOME
finish() {
    ./astern down >/dev/null 2>&1 || true
    rm -rf "$ASTERN_HOME"
}
trap finish EXIT

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

if ! command -v chromium >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi
mkdir -p "$tools" "$pages"
npm install --loglevel=error --no-audit --no-fund --prefer-offline --prefix "$tools" "$NODE" "$DRIVER" >/dev/null
cp .ci/browser.mjs "$tools/browser.mjs"
PATH="$tools/node_modules/node/bin:$PATH"

# A shop whose policy is the default one, which holds what destroys something, and a person to decide.
./astern demo --port=0 >/dev/null
./astern policy apply policy-core/src/main/resources/dev/astern/policy/default.yaml >/dev/null
./astern operator add bob --permission journal.read --permission action.approve --out "$ASTERN_HOME/bob" >/dev/null
./astern session start --agent refunds --target shop --out "$ASTERN_HOME/agent" >/dev/null

hold() {
    local out
    out=$(./astern sql --token-file "$ASTERN_HOME/agent" --json "DELETE FROM ticket WHERE id = $1" || true)
    grep -o 'apr_[0-9a-z]*' <<<"$out" | sed -n 1p || true
}
light=$(hold 1)
dark=$(hold 2)
[ -n "$light" ] && [ -n "$dark" ] || { echo "browser: nothing was held"; exit 1; }

node "$tools/browser.mjs" "$(cat "$ASTERN_HOME/url")" "$ASTERN_HOME/bob" "$pages" "$light" "$dark"
for id in "$light" "$dark"; do
    # What was approved runs right after; each look takes about a second.
    for _ in $(seq 20); do
        card=$(./astern approvals "$id")
        [[ $card == *"(done,"* ]] && break
    done
    [[ $card == *"(done,"* && $card == *"looked at it"* ]] || { echo "browser: $id did not run: $card"; exit 1; }
done
echo "pages passed; see target/pages"
