package dev.astern.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One row, durable, at the store that the gateway keeps its receipts in: what times are compared with. */
final class DurableInsert implements AutoCloseable {
    /** About as long as what the gateway records of one action. */
    private static final String RECORD = "{\"receipt\":\"" + "x".repeat(900) + "\"}";

    private final Connection connection;
    private final PreparedStatement insert;

    DurableInsert(Installed installed) throws SQLException {
        var store = installed.store();
        connection = DriverManager.getConnection(store.url(), store.user(), store.password());
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS bare");
            statement.execute("CREATE TABLE bare.insert_alone (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                    + " record text NOT NULL)");
        }
        insert = connection.prepareStatement("INSERT INTO bare.insert_alone (record) VALUES (?)");
    }

    void run() throws SQLException {
        insert.setString(1, RECORD);
        insert.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
