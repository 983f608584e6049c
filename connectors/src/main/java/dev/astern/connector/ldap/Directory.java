package dev.astern.connector.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.controls.AssertionRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldap.sdk.schema.Schema;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.common.Texts;
import dev.astern.connector.resource.Within;
import java.util.Set;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One connection for each thing that is asked: whatever fails before the request is written surely did nothing, which nobody
 * could say of a connection that lay idle.
 */
final class Directory {
    private static final Set<ResultCode> REFUSED =
            Set.of(ResultCode.INVALID_CREDENTIALS, ResultCode.PARAM_ERROR, ResultCode.CONFIDENTIALITY_REQUIRED);
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;

    /**
     * Where it is and how to speak to it.
     *
     * @param tls null for none
     * @param startTls whether TLS starts inside a connection that begins without
     */
    record Place(String host, int port, @Nullable SSLContext tls, boolean startTls, String user, Secret password) {
        String shown() {
            return host + ":" + port;
        }
    }

    /** What a directory can do, as it says itself. */
    record Abilities(boolean assertions, boolean postRead, String product) {}

    /** Asks over an open connection. */
    interface Work<T> {
        T on(LDAPConnection connection) throws LDAPException;
    }

    /** Nothing was asked. */
    static final class Unconnected extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Unconnected(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    private final Place place;
    private volatile @Nullable Abilities abilities;
    private volatile @Nullable Schema schema;

    Directory(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    <T> T ask(Within within, Work<T> work) throws LDAPException, Unconnected {
        try (var connection = connected(within)) {
            return work.on(connection);
        }
    }

    private LDAPConnection connected(Within within) throws Unconnected {
        var options = new LDAPConnectionOptions();
        var millis = (int) Math.min(Integer.MAX_VALUE, within.left().toMillis());
        options.setConnectTimeoutMillis(millis);
        options.setResponseTimeoutMillis(millis);
        options.setFollowReferrals(false);
        options.setMaxMessageSize(MAX_MESSAGE);
        options.setUseSynchronousMode(true);
        options.setAbandonOnTimeout(true);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        var tls = place.tls();
        SocketFactory sockets = tls != null && !place.startTls() ? tls.getSocketFactory() : SocketFactory.getDefault();
        LDAPConnection connection = null;
        try {
            connection = new LDAPConnection(sockets, options, place.host(), place.port());
            if (tls != null && place.startTls()) {
                secured(connection.processExtendedOperation(new StartTLSExtendedRequest(tls)));
            }
            if (!place.user().isEmpty()) {
                connection.bind(
                        new SimpleBindRequest(place.user(), place.password().reveal()));
            }
            return connection;
        } catch (LDAPException e) {
            if (connection != null) {
                connection.close();
            }
            throw new Unconnected(unconnected(e));
        }
    }

    private static void secured(ExtendedResult result) throws LDAPException {
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPException(result);
        }
    }

    private static Problem unconnected(LDAPException e) {
        var code = e.getResultCode();
        return REFUSED.contains(code)
                ? Problem.of(
                        Reason.TARGET_NOT_READY, "the directory does not accept the gateway's user: " + code.getName())
                : Problem.of(Reason.TARGET_UNREACHABLE, "the directory can't be reached: " + code.getName());
    }

    /** Looked up once. */
    Abilities abilities(LDAPConnection connection) throws LDAPException {
        var known = abilities;
        if (known == null) {
            var root = connection.getRootDSE();
            known = root == null
                    ? new Abilities(false, false, "a directory")
                    : new Abilities(
                            root.supportsControl(AssertionRequestControl.ASSERTION_REQUEST_OID),
                            root.supportsControl(PostReadRequestControl.POST_READ_REQUEST_OID),
                            product(root.getVendorName(), root.getVendorVersion()));
            abilities = known;
        }
        return known;
    }

    private static String product(@Nullable String vendor, @Nullable String version) {
        var named = (vendor == null ? "" : vendor) + " " + (version == null ? "" : version);
        return named.isBlank() ? "a directory" : Texts.shown(named);
    }

    /** Under which name the directory will show an attribute, where that is another one. */
    @Nullable
    String otherName(LDAPConnection connection, Set<String> attributes) throws LDAPException {
        var known = schema;
        if (known == null) {
            known = connection.getSchema();
            schema = known;
        }
        if (known == null) {
            return null;
        }
        for (var attribute : attributes) {
            var type = known.getAttributeType(Attribute.getBaseName(attribute));
            if (type != null && !type.getNameOrOID().equalsIgnoreCase(Attribute.getBaseName(attribute))) {
                return attribute + " is called " + type.getNameOrOID() + " there";
            }
        }
        return null;
    }
}
