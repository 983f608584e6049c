#!/bin/sh
# Stops and revocations against what runs, in real threads, more often than every build has time for.
# Usage: .ci/races.sh [RACES]
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server -am test -Dtest.forks=1 -Dtest='StopRacesTest,EndingRacesTest' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dastern.races="${1:-10000}"
