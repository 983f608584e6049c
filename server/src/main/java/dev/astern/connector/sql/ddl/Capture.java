package dev.astern.connector.sql.ddl;

import java.sql.Connection;
import java.sql.SQLException;

/** What changes of structure need of row capture; runs in their transaction. */
public interface Capture {
    /**
     * Waits for its turn and sees to it that capture is whole.
     *
     * @throws dev.astern.connector.ProblemException where it is not
     */
    void begin(Connection connection) throws SQLException;

    /** Notes that capture is as it should be now. */
    void end(Connection connection) throws SQLException;

    /** Puts capture and the agents' rights on a table that is new or whose shape changed. */
    void put(Connection connection, long rel) throws SQLException;

    /** Takes them off a table that is about to leave. */
    void drop(Connection connection, long rel) throws SQLException;

    /** Whether writes to the table are captured now. */
    boolean on(Connection connection, long rel) throws SQLException;

    /** Journals every row as deleted by this transaction, for an emptying that no trigger of an agent sees. */
    long emptied(Connection connection, long rel) throws SQLException;

    /** Over the rows this transaction journaled; empty where it did not. */
    String digest(Connection connection) throws SQLException;

    /** Over the rows an action journaled; empty where it did not. */
    String digest(Connection connection, String action) throws SQLException;
}
