package dev.astern.connector.sql.ddl;

import java.sql.Connection;
import java.sql.SQLException;

/** What changes of structure need of row capture; runs in their transaction. */
public interface Capture {
    /** Puts capture and the agents' rights on a table that is new or whose shape changed. */
    void put(Connection connection, long rel) throws SQLException;

    /** Takes them off a table that is about to leave. */
    void drop(Connection connection, long rel) throws SQLException;

    /** Whether writes to the table are captured now. */
    boolean on(Connection connection, long rel) throws SQLException;

    /** Journals every row as deleted by this transaction, for an emptying that no trigger of an agent sees. */
    long emptied(Connection connection, long rel) throws SQLException;
}
