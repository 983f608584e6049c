package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.net.URI;

/** A directory that nobody here wrote; {@code .ci/real-ldap.sh} starts one. */
final class RealDirectory extends LdapLaboratory {
    private static final String SECRET = "secret";

    private RealDirectory(URI url) throws LDAPException {
        super(url.toString(), SECRET, new LDAPConnection(url.getHost(), url.getPort(), USER, SECRET));
    }

    static RealDirectory open() {
        try {
            return new RealDirectory(URI.create(System.getProperty("astern.real.ldap", "")));
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }
}
