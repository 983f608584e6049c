package dev.astern.connector.sql.statement;

import dev.astern.connector.Clearance;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Commits, unless the right to do so runs out before the target is told. It is the target that compares, in the message
 * that commits: a process that was held up, or a network, delivers it late and changes nothing.
 *
 * <p>Its clock is only asked how much time has passed since the transaction began, so that it may show any time.
 */
public final class LeasedCommit {
    /** Of the exception that says so; nothing has changed then. */
    public static final String STATE = "ASL01";

    private static final String RUN_OUT = "astern: the lease to write has run out";
    private static final long NANOS_PER_MICRO = 1_000;

    private LeasedCommit() {}

    /** @param begun by {@link System#nanoTime}, any moment after the transaction had begun and as soon as possible */
    public static void commit(Connection connection, Clearance.Commit cleared, long begun) throws SQLException {
        if (cleared.notAfterNanos().isEmpty()) {
            connection.commit();
            return;
        }
        long micros = (cleared.notAfterNanos().getAsLong() - begun) / NANOS_PER_MICRO;
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(check(micros) + "; COMMIT");
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains(RUN_OUT)) {
                throw e;
            }
            connection.rollback();
            throw new SQLException(RUN_OUT + " before the commit came to the target", STATE, e);
        }
    }

    /** The failing cast must not be a constant, which would be evaluated in any case; nor may an agent's path name operators. */
    private static String check(long micros) {
        return "SELECT CAST(CASE WHEN pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) pg_catalog.now()"
                + " OPERATOR(pg_catalog.<) CAST('" + micros + " microseconds' AS pg_catalog.interval)"
                + " THEN '0' ELSE '" + RUN_OUT + "' END AS pg_catalog.int4)";
    }
}
