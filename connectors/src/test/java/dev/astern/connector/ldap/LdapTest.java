package dev.astern.connector.ldap;

import dev.astern.connector.testkit.ConnectorContract;
import dev.astern.connector.testkit.Laboratory;

class LdapTest extends ConnectorContract {
    @Override
    protected Laboratory open() {
        return MemoryDirectory.open();
    }
}
