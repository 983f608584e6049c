#!/bin/bash
# The contract of connectors against an S3Proxy, which speaks S3 over a folder, on loopback.
set -euo pipefail
cd "$(dirname "$0")/.."
VERSION=2.9.0
work=$(mktemp -d)
pid=
finish() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

tools=$PWD/target/real-s3
jar=$tools/s3proxy-$VERSION-jar-with-dependencies.jar
[ -e "$jar" ] || mvn -q -B -ntp dependency:copy -Dartifact="org.gaul:s3proxy:$VERSION:jar:jar-with-dependencies" \
    -DoutputDirectory="$tools"
port=$(free_port)
mkdir -p "$work/data/astern"
cat >"$work/conf" <<END
s3proxy.endpoint=http://127.0.0.1:$port
s3proxy.authorization=aws-v2-or-v4
s3proxy.identity=desk
s3proxy.credential=canary-2f1b7cd4
jclouds.provider=filesystem
jclouds.filesystem.basedir=$work/data
END
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" --properties "$work/conf" >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 300); do
    if curl -s -o /dev/null "http://127.0.0.1:$port/"; then break; fi
    sleep 0.2
done

mvn -q -B -ntp test -pl connectors -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=S3RealTest \
    -Dastern.real.s3="http://127.0.0.1:$port"
report=connectors/target/surefire-reports/TEST-dev.astern.connector.s3.S3RealTest.xml
ran=$(sed -n 's/.*<testsuite [^>]* tests="\([0-9]*\)".*/\1/p' "$report")
skipped=$(sed -n 's/.*<testsuite [^>]* skipped="\([0-9]*\)".*/\1/p' "$report")
[ "$ran" -ge 28 ] && [ "$skipped" = 0 ] || { echo "real-s3: ran $ran, skipped $skipped"; exit 1; }
echo "real-s3: the contract's $ran tests passed"
