#!/bin/bash
# The connector's tests on the oldest PostgreSQL that this machine has or its packages bring, beside the one of the build.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/postgres
trap stop_postgres EXIT
start_postgres
"$postgres_bin/postgres" --version

mvn -q -B -ntp -pl server -am test -Dtest.forks=1 -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='CaptureTest,CompletenessTest,ExactValuesTest,RoleAttackTest,UndoTest,InterleavedUndoTest,UndoRaceTest,RandomUndoTest,LostAnswerTest,StructureActionTest,DdlUndoTest' \
    -Dastern.test.postgres="127.0.0.1:$postgres_port" -Dastern.test.user=astern
echo "older_postgres=$("$postgres_bin/postgres" --version | grep -oE '[0-9.]+' | head -1) passed"
