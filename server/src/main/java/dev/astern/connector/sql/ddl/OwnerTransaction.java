package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** A transaction of the gateway's own role, fenced under its action, in which names mean only what is written out. */
final class OwnerTransaction {
    private static final long MAX_LOCK_WAIT_MS = 5_000;

    private final Db db;

    OwnerTransaction(Db db) {
        this.db = db;
    }

    /** @return the schema for names that come without one: the first on the database's own path */
    String begin(String action, Duration timeout, Capture capture) throws SQLException {
        String home = open(timeout, capture);
        db.list("SELECT astern.begin_action(?)", r -> 1, action);
        return home;
    }

    String open(Duration timeout, Capture capture) throws SQLException {
        db.connection().setAutoCommit(false);
        String home = Objects.requireNonNullElse(db.first("""
                        SELECT s FROM unnest(pg_catalog.current_schemas(false)) s
                         WHERE s !~ '^astern' LIMIT 1""", r -> r.getString(1)), "public");
        db.begin();
        long ms = Math.max(1, timeout.toMillis());
        // Compiling would cost the catalog's queries more than it saves.
        db.run("SET LOCAL search_path = pg_catalog; SET LOCAL standard_conforming_strings = on;"
                + " SET LOCAL row_security = off; SET LOCAL check_function_bodies = off; SET LOCAL jit = off;"
                + " SET LOCAL statement_timeout = " + ms
                + "; SET LOCAL lock_timeout = " + Math.min(ms, MAX_LOCK_WAIT_MS));
        capture.begin(db.connection());
        return home;
    }

    /** After an error the connection may be gone as well; then there is nothing left to roll back. */
    void rollBackQuietly() {
        try {
            db.connection().rollback();
        } catch (SQLException e) {
            db.cancel();
        }
    }
}
