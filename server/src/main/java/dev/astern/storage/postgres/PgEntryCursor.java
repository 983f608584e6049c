package dev.astern.storage.postgres;

import dev.astern.journal.Bytes;
import dev.astern.model.EntrySelection;
import dev.astern.model.ProvableEntry;
import dev.astern.sealing.DraftSealer;
import dev.astern.sealing.Sealed;
import dev.astern.sealing.Vault;
import dev.astern.storage.EntryCursor;
import dev.astern.storage.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads entries some hundred at a time, however many there are. */
final class PgEntryCursor implements EntryCursor {
    private static final int FETCH = 500;

    private static final String COLUMNS = """
            SELECT r.log_index, r.session_id, r.leaf, d.keys, d.sealed
              FROM receipt r
              LEFT JOIN LATERAL (
                  SELECT array_agg(key_id ORDER BY key_id) AS keys, array_agg(sealed ORDER BY key_id) AS sealed
                    FROM disclosure WHERE session_id = r.session_id AND sequence = r.sequence) d ON ?
            """;

    private static final String OF_SESSIONS = COLUMNS + """
             WHERE r.log = ? AND r.log_index < ? AND (r.session_id = ANY (?)
                OR (r.session_id = 'log' AND r.type IN ('KEY_ROTATION', 'RECOVERY'))
                OR (r.session_id = 'log' AND r.type = 'ERASURE' AND r.leaf::jsonb -> 'sessions' ?? ANY (?)))
             ORDER BY r.log_index
            """;

    private static final String FROM = COLUMNS + """
             WHERE r.log = ? AND r.log_index < ? AND r.log_index >= ? ORDER BY r.log_index
            """;

    private final Vault vault;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    private PgEntryCursor(Vault vault, Connection connection, PreparedStatement statement) throws SQLException {
        this.vault = vault;
        this.connection = connection;
        this.statement = statement;
        statement.setFetchSize(FETCH);
        this.rows = statement.executeQuery();
        this.more = rows.next();
    }

    static PgEntryCursor open(DataSource source, Vault vault, EntrySelection selection, boolean disclosed) {
        Connection connection = null;
        try {
            connection = source.getConnection();
            // Only within a transaction does PostgreSQL hand out rows bit by bit.
            connection.setAutoCommit(false);
            return new PgEntryCursor(vault, connection, prepare(connection, selection, disclosed));
        } catch (SQLException e) {
            close(connection);
            throw new StoreException("the entries could not be read", e);
        }
    }

    private static PreparedStatement prepare(Connection connection, EntrySelection selection, boolean disclosed)
            throws SQLException {
        var statement = connection.prepareStatement(
                switch (selection) {
                    case EntrySelection.OfSessions some -> OF_SESSIONS;
                    case EntrySelection.From from -> FROM;
                });
        statement.setBoolean(1, disclosed);
        statement.setShort(2, selection.log());
        statement.setLong(3, selection.size());
        switch (selection) {
            case EntrySelection.OfSessions some -> {
                var sessions = connection.createArrayOf("text", some.sessions().toArray());
                statement.setArray(4, sessions);
                statement.setArray(5, sessions);
            }
            case EntrySelection.From from -> statement.setLong(4, from.index());
        }
        return statement;
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public ProvableEntry next() {
        if (!more) {
            throw new NoSuchElementException("no entry is left");
        }
        try {
            var entry = new ProvableEntry(rows.getLong(1), rows.getString(3), disclosures());
            more = rows.next();
            return entry;
        } catch (SQLException e) {
            throw new StoreException("the entries could not be read", e);
        }
    }

    private List<String> disclosures() throws SQLException {
        var keys = rows.getArray(4);
        if (keys == null) {
            return List.of();
        }
        var ids = (String[]) keys.getArray();
        var sealed = (byte[][]) rows.getArray(5).getArray();
        var bound = DraftSealer.bound(rows.getString(2));
        var texts = new ArrayList<String>();
        for (int i = 0; i < ids.length; i++) {
            vault.open(new Sealed(ids[i], Bytes.copyOf(sealed[i])), bound)
                    .ifPresent(bytes -> texts.addAll(DraftSealer.texts(bytes)));
        }
        return texts;
    }

    @Override
    public void close() {
        try {
            statement.close();
        } catch (SQLException e) {
            // The connection is given back either way.
        }
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is broken; the pool finds out.
        }
    }
}
