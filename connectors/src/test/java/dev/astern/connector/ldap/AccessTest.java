package dev.astern.connector.ldap;

class AccessTest extends AccessContract {
    @Override
    LdapLaboratory open() {
        return MemoryDirectory.open();
    }
}
