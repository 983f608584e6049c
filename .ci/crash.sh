#!/bin/sh
# Kills two servers, their stores and their targets at every boundary between two steps, and audits what is left; and the
# journal in mid-commit, in mid-tick, and between its signer and its store. All beside each other: the killed mostly wait.
# Usage: .ci/crash.sh [KILLS] [SEED]; the same seed plans the same kills.
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server -am test -Dtest.forks=2 -Dtest=CrashTest,JournalCrashTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dastern.crash.kills="${1:-200}" -Dastern.crash.servers=2 -Dastern.crash.journal.kills="${1:-120}" ${2:+-Dastern.crash.seed="$2"}
