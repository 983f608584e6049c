#!/bin/bash
# The contract of connectors, and what workloads make of it, against a real Kubernetes API server with its controllers.
# ASTERN_KUBERNETES names a folder with two programs: `start DIR PORT` runs a cluster on loopback that takes the token
# admin-token and writes its authority to DIR/certs/apiserver.crt, `stop DIR` ends it. Without it this stage is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
starter=${ASTERN_KUBERNETES:-}
if [ ! -x "$starter/start" ]; then
    echo "real-kubernetes SKIPPED: ASTERN_KUBERNETES names no folder with the programs start and stop"
    exit 0
fi
if ! command -v etcd >/dev/null; then
    as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends etcd-server >/dev/null
fi
work=$(mktemp -d)
finish() {
    "$starter/stop" "$work" || true
    rm -rf "$work"
}
trap finish EXIT

port=$((20000 + RANDOM % 20000))
"$starter/start" "$work" "$port" >"$work/started" 2>&1 || { cat "$work/started"; exit 1; }

mvn -q -B -ntp test -pl connectors -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='KubernetesRealTest,WorkloadRealTest' -Dastern.real.kubernetes="https://127.0.0.1:$port" \
    -Dastern.real.kubernetes.ca="$work/certs/apiserver.crt" -Dastern.real.kubernetes.token=admin-token
total() { sed -n "s/.*<testsuite [^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1"; }
for expected in KubernetesReal:26 WorkloadReal:7; do
    report=connectors/target/surefire-reports/TEST-dev.astern.connector.kubernetes.${expected%:*}Test.xml
    ran=$(total "$report" tests)
    [ "$ran" -ge "${expected#*:}" ] && [ "$(total "$report" skipped)" = 0 ] || {
        echo "real-kubernetes: ${expected%:*} ran $ran, skipped $(total "$report" skipped)"
        exit 1
    }
    echo "real-kubernetes ${expected%:*}: $ran tests passed"
done
