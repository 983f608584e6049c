#!/bin/sh
# The gateway, and the engine for systems without transactions, over fakes with faults and stops, and each connector over its
# laboratory, under more seeds than every build has time for.
# Usage: .ci/simulation.sh [SEEDS [TIMES]]   SEEDS for gateway and engine; TIMES as many for each connector as a build has
set -eu
cd "$(dirname "$0")/.."
exec mvn -q -pl server,examples/connector-properties -am test -Dtest=SimulationTest,ResourceSimulationTest,'*SeededTest' \
    -Dsurefire.failIfNoSpecifiedTests=false -Dastern.seeds="${1:-2000}" -Dastern.times="${2:-2}"
