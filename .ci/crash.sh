#!/bin/sh
# Kills the server, its store and its target at every boundary between two steps, and audits what is left; then the
# journal in mid-commit, in mid-tick, and between its signer and its store.
# Usage: .ci/crash.sh [KILLS] [SEED]; the same seed plans the same kills.
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server -am test -Dtest.forks=2 -Dtest=CrashTest,JournalCrashTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dastern.crash.kills="${1:-200}" -Dastern.crash.journal.kills="${1:-120}" ${2:+-Dastern.crash.seed="$2"}
