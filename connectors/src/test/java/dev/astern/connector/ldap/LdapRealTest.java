package dev.astern.connector.ldap;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Against an OpenLDAP; {@code .ci/real-ldap.sh} starts one. */
@EnabledIfSystemProperty(named = "astern.real.ldap", matches = ".+")
class LdapRealTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return RealDirectory.open();
    }
}
