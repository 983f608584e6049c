#!/bin/sh
# Kills the server, its store and its target at every boundary between two steps, and audits what is left.
# Usage: .ci/crash.sh [KILLS] [SEED]; the same seed plans the same kills.
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server -am test -Dtest=CrashTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dastern.crash.kills="${1:-200}" ${2:+-Dastern.crash.seed="$2"}
