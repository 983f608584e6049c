package dev.astern.connector.ldap;

import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.seeded.SeededContract;

class LdapSeededTest extends SeededContract {
    @Override
    protected Laboratory open() {
        return MemoryDirectory.open();
    }

    @Override
    protected int seeds() {
        return 2;
    }
}
