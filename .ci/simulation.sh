#!/bin/sh
# The gateway, and the engine for systems without transactions, over fakes with faults and stops, and each connector over its
# laboratory, under more seeds than every build has time for, and not under those of every build again.
# Usage: .ci/simulation.sh [SEEDS [TIMES]]   to SEEDS for gateway and engine; to TIMES as many for each connector as a build has
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server,examples/connector-properties -am test -Dtest=SimulationTest,ResourceSimulationTest,'*SeededTest' \
    -Dsurefire.failIfNoSpecifiedTests=false -Dastern.seeds="${1:-2000}" -Dastern.times="${2:-2}" -Dastern.beyond=true
