package dev.astern.connector.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyResult;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldif.LDIFException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A directory in this process that can be told to go wrong. */
final class MemoryDirectory extends LdapLaboratory {
    static final String SECRET = "canary-5d0e7b21";

    private final InMemoryDirectoryServer server;
    private final Faults faults;

    private MemoryDirectory(InMemoryDirectoryServer server, Faults faults) throws LDAPException {
        super("ldap://127.0.0.1:" + server.getListenPort(), SECRET, server.getConnection());
        this.server = server;
        this.faults = faults;
    }

    static MemoryDirectory open() {
        try {
            var faults = new Faults();
            var config = new InMemoryDirectoryServerConfig(BASE);
            config.addAdditionalBindCredentials(USER, SECRET);
            config.addInMemoryOperationInterceptor(faults);
            var server = new InMemoryDirectoryServer(config);
            server.add("dn: " + BASE, "objectClass: domain", "dc: example");
            server.add("dn: cn=elsewhere," + BASE, "objectClass: person", "cn: elsewhere", "sn: x");
            server.startListening();
            return new MemoryDirectory(server, faults);
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Faults extends InMemoryOperationInterceptor {
        private static final String NAME = "fault";
        private final AtomicReference<Fault> next = new AtomicReference<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
            if (before(request) == Fault.LIE) {
                request.setRequest(new ModifyRequest(
                        "cn=elsewhere," + BASE, new Modification(ModificationType.REPLACE, "description", "lie")));
            }
        }

        @Override
        public void processAddRequest(InMemoryInterceptedAddRequest request) throws LDAPException {
            if (before(request) == Fault.LIE) {
                request.setRequest(new AddRequest(
                        "cn=lie-" + request.getMessageID() + "," + BASE,
                        new Attribute("objectClass", "person"),
                        new Attribute("sn", "lie")));
            }
        }

        @Override
        public void processDeleteRequest(InMemoryInterceptedDeleteRequest request) throws LDAPException {
            if (before(request) == Fault.LIE) {
                request.setRequest(new DeleteRequest("cn=nobody," + BASE));
            }
        }

        /** What is to go wrong with this one, where that is not before it is done. */
        private @Nullable Fault before(InMemoryInterceptedRequest request) throws LDAPException {
            var fault = next.getAndSet(null);
            if (fault == null) {
                return null;
            }
            request.setProperty(NAME, fault);
            switch (fault) {
                case REFUSE -> throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "no");
                case FAIL -> throw new LDAPException(ResultCode.OTHER, "something went wrong");
                case HANG -> {
                    hang();
                    throw new LDAPException(ResultCode.OTHER, "over");
                }
                case LIE, FAIL_AFTER, LOSE_ANSWER -> {
                    // It is done first, or seems so.
                }
            }
            return fault;
        }

        @Override
        public void processModifyResult(InMemoryInterceptedModifyResult result) {
            after(result).ifPresent(result::setResult);
        }

        @Override
        public void processAddResult(InMemoryInterceptedAddResult result) {
            after(result).ifPresent(result::setResult);
        }

        @Override
        public void processDeleteResult(InMemoryInterceptedDeleteResult result) {
            after(result).ifPresent(result::setResult);
        }

        /** What is said instead. */
        private Optional<LDAPResult> after(InMemoryInterceptedResult result) {
            var fault = result.getProperty(NAME);
            if (fault == Fault.LOSE_ANSWER) {
                hang();
            }
            return fault == Fault.FAIL_AFTER
                    ? Optional.of(new LDAPResult(result.getMessageID(), ResultCode.OTHER))
                    : fault == Fault.LIE
                            ? Optional.of(new LDAPResult(result.getMessageID(), ResultCode.SUCCESS))
                            : Optional.empty();
        }

        private void hang() {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        faults.next.set(fault);
    }

    @Override
    public void close() {
        faults.closed.countDown();
        super.close();
        server.shutDown(true);
    }
}
