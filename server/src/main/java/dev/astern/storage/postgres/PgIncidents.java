package dev.astern.storage.postgres;

import dev.astern.model.Incident;
import dev.astern.model.Page;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.Vault;
import dev.astern.storage.IncidentStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Incidents in PostgreSQL; words are sealed under the incident's own key. */
final class PgIncidents implements IncidentStore {
    private static final String ERASED = "(erased)";

    private static final String SELECT = """
            SELECT id, cause, caused_by, sessions, what, opened_by, opened_by_name, opened_at, owner, closed_by_name,
                   closed_at, resolution
              FROM incident
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;

    PgIncidents(JdbcClient jdbc, TransactionTemplate transaction, Vault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
    }

    @Override
    public Incident open(Incident incident) {
        int fresh = jdbc.sql("""
                        INSERT INTO incident (id, cause, caused_by, sessions, what, opened_by, opened_by_name, opened_at,
                                              owner)
                        VALUES (:id, :cause, :of, :sessions, :what, :by, :byName, :at, :owner)
                        ON CONFLICT (cause, caused_by) DO NOTHING
                        """)
                .param("id", incident.id())
                .param("cause", incident.cause().name())
                .param("of", incident.of())
                .param("sessions", incident.sessions().toArray(String[]::new))
                .param("what", seal(incident.id(), incident.what()))
                .param("by", incident.openedBy())
                .param("byName", incident.openedByName())
                .param("at", PgTime.of(incident.openedAt()))
                .param("owner", PgText.printable(incident.owner()))
                .update();
        return fresh == 1
                ? incident
                : jdbc.sql(SELECT + "WHERE cause = :cause AND caused_by = :of")
                        .param("cause", incident.cause().name())
                        .param("of", incident.of())
                        .query(this::row)
                        .single();
    }

    @Override
    public Optional<Incident> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    @Override
    public Page<Incident> page(@Nullable Boolean open, @Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + """
                        WHERE (:open::boolean IS NULL OR :open = (closed_at IS NULL))
                          AND (:from::text IS NULL OR id < :from)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("open", open)
                .param("from", from)
                .param("limit", Cursor.fetch(limit))
                .query(this::row)
                .list();
        return Cursor.page(rows, limit, Incident::id);
    }

    @Override
    public Optional<Incident> update(String id, UnaryOperator<Incident> change) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(SELECT + "WHERE id = :id FOR UPDATE")
                .param("id", id)
                .query(this::row)
                .optional()
                .map(change)
                .map(this::written)));
    }

    private Incident written(Incident incident) {
        var closing = incident.closing();
        jdbc.sql("""
                        UPDATE incident
                           SET sessions = :sessions, owner = :owner, closed_by_name = :byName, closed_at = :at,
                               resolution = :resolution, recorded = true
                         WHERE id = :id
                        """)
                .param("sessions", incident.sessions().toArray(String[]::new))
                .param("owner", PgText.printable(incident.owner()))
                .param("byName", closing == null ? null : closing.byName())
                .param("at", closing == null ? null : PgTime.of(closing.at()))
                .param("resolution", closing == null ? null : seal(incident.id(), closing.resolution()))
                .param("id", incident.id())
                .update();
        return incident;
    }

    @Override
    public List<String> unrecorded() {
        return jdbc.sql("SELECT id FROM incident WHERE NOT recorded ORDER BY id LIMIT 100")
                .query(String.class)
                .list();
    }

    private Incident row(ResultSet row, int number) throws SQLException {
        var id = row.getString("id");
        var closed = PgTime.getOrNull(row, "closed_at");
        return new Incident(
                id,
                Incident.Cause.valueOf(row.getString("cause")),
                row.getString("caused_by"),
                Arrays.asList((String[]) row.getArray("sessions").getArray()),
                open(id, row.getString("what")),
                row.getString("opened_by"),
                row.getString("opened_by_name"),
                PgTime.get(row, "opened_at"),
                row.getString("owner"),
                closed == null
                        ? null
                        : new Incident.Closing(
                                row.getString("closed_by_name"), closed, open(id, row.getString("resolution"))));
    }

    private String seal(String id, String text) {
        return vault.sealText(KeyScope.session(id), text);
    }

    private String open(String id, String column) {
        return vault.openText(KeyScope.session(id), column).orElse(ERASED);
    }
}
