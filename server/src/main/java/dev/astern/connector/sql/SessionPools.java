package dev.astern.connector.sql;

import dev.astern.connector.SessionRef;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All sessions' connections to one target. */
final class SessionPools implements AutoCloseable {
    private record Key(String session, Logins.Kind kind) {}

    private final OwnerConnections connections;
    private final Logins logins;
    private final int size;
    private final Map<Key, SessionPool> pools = new ConcurrentHashMap<>();

    SessionPools(OwnerConnections connections, KeptConnections owner, int size) {
        this.connections = connections;
        this.logins = new Logins(owner);
        this.size = size;
    }

    SessionPool of(SessionRef session, Logins.Kind kind) {
        return pools.computeIfAbsent(
                new Key(session.id(), kind), key -> new SessionPool(connections, logins, session, kind, size));
    }

    /** One at a time: what an action leaves of an ended session is taken away while somebody ends it. */
    synchronized void end(SessionRef session) throws SQLException {
        close(session.id());
        logins.end(session);
    }

    private void close(String session) {
        for (var kind : Logins.Kind.values()) {
            var pool = pools.remove(new Key(session, kind));
            if (pool != null) {
                pool.close();
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(pools.keySet()).forEach(key -> close(key.session()));
    }
}
