#!/bin/bash
# The contract of connectors, and what holds at a directory beyond it, against an OpenLDAP on loopback.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
pid=
finish() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

slapd=/usr/sbin/slapd
if [ ! -x "$slapd" ] || ! command -v ldapsearch >/dev/null; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slapd ldap-utils >/dev/null
fi

mkdir "$work/data"
cat >"$work/slapd.conf" <<END
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile $work/pid
database mdb
suffix dc=example,dc=org
rootdn cn=admin,dc=example,dc=org
rootpw secret
directory $work/data
END
port=$(free_port)
"$slapd" -d 0 -f "$work/slapd.conf" -h "ldap://127.0.0.1:$port" >"$work/log" 2>&1 &
pid=$!
for _ in $(seq 100); do
    if ldapsearch -x -H "ldap://127.0.0.1:$port" -b '' -s base >/dev/null 2>&1; then break; fi
    sleep 0.2
done
ldapadd -x -H "ldap://127.0.0.1:$port" -D cn=admin,dc=example,dc=org -w secret >/dev/null <<END
dn: dc=example,dc=org
objectClass: domain
dc: example
END

mvn -q -B -ntp test -pl connectors -am -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest='LdapRealTest,AccessRealTest' -Dastern.real.ldap="ldap://127.0.0.1:$port"
for name in LdapRealTest:28 AccessRealTest:20; do
    report=connectors/target/surefire-reports/TEST-dev.astern.connector.ldap.${name%:*}.xml
    ran=$(sed -n 's/.*<testsuite [^>]* tests="\([0-9]*\)".*/\1/p' "$report")
    skipped=$(sed -n 's/.*<testsuite [^>]* skipped="\([0-9]*\)".*/\1/p' "$report")
    [ "$ran" -ge "${name#*:}" ] && [ "$skipped" = 0 ] || { echo "real-ldap: ${name%:*} ran $ran, skipped $skipped"; exit 1; }
    echo "real-ldap ${name%:*}: $ran tests passed"
done
