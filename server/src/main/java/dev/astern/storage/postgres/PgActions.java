package dev.astern.storage.postgres;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Page;
import dev.astern.storage.ActionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgActions implements ActionStore {
    private static final String SELECT = """
            SELECT id, session_id, target, tool, verb, summary, tier, reversibility, rehearsal, idempotency_key,
                   request_digest, node, proposed_at, state, outcome
              FROM action
            """;

    private final JdbcClient jdbc;
    private final ActionColumns columns;

    PgActions(JdbcClient jdbc, ActionColumns columns) {
        this.jdbc = jdbc;
        this.columns = columns;
    }

    @Override
    public Optional<Action> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional();
    }

    @Override
    public List<Action> byIds(Collection<String> ids) {
        return jdbc.sql(SELECT + "WHERE id = ANY (:ids)")
                .param("ids", ids.toArray(String[]::new))
                .query(this::row)
                .list();
    }

    @Override
    public boolean became(String actionId, String digest, String found) {
        var led = new HashSet<String>();
        led.add(columns.keyed(digest));
        jdbc.sql("SELECT before, after FROM image_digest WHERE action_id = :id ORDER BY id")
                .param("id", actionId)
                .query(row -> {
                    if (led.contains(row.getString("before"))) {
                        led.add(columns.keyed(row.getString("after")));
                    }
                });
        return led.contains(columns.keyed(found));
    }

    @Override
    public Optional<Action> byIdempotencyKey(String sessionId, String key) {
        return jdbc.sql(SELECT + "WHERE session_id = :session AND idempotency_key = :key")
                .param("session", sessionId)
                .param("key", key)
                .query(this::row)
                .optional();
    }

    @Override
    public Page<Action> page(@Nullable String sessionId, @Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + """
                        WHERE (:session::text IS NULL OR session_id = :session) AND (:from::text IS NULL OR id < :from)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .param("session", sessionId)
                .param("from", from)
                .param("limit", Cursor.fetch(limit))
                .query(this::row)
                .list();
        return Cursor.page(rows, limit, Action::id);
    }

    @Override
    public List<Action> effective(String sessionId) {
        return jdbc.sql(SELECT + """
                        WHERE session_id = :session AND tier <> 'READ' AND NOT rehearsal
                          AND state IN ('RUNNING', 'UNCONFIRMED', 'APPLIED', 'OBSERVED')
                        ORDER BY proposed_at, id
                        """)
                .param("session", sessionId)
                .query(this::row)
                .list();
    }

    @Override
    public List<Action> inDoubt(String node, Instant deadSince) {
        return jdbc.sql(SELECT + """
                        WHERE state IN ('RUNNING', 'UNCONFIRMED')
                          AND (node = :node
                               OR node NOT IN (SELECT name FROM node WHERE seen_at >= :dead))
                          AND NOT (state = 'UNCONFIRMED' AND EXISTS (
                                  SELECT FROM observed_call c WHERE c.action_id = action.id AND c.call IS NOT NULL))
                        ORDER BY proposed_at, id
                        """)
                .param("node", node)
                .param("dead", PgTime.of(deadSince))
                .query(this::row)
                .list();
    }

    @Override
    public void heartbeat(String node, Instant at) {
        jdbc.sql("""
                        INSERT INTO node (name, seen_at) VALUES (:node, :at)
                        ON CONFLICT (name) DO UPDATE SET seen_at = greatest(node.seen_at, excluded.seen_at)
                        """).param("node", node).param("at", PgTime.of(at)).update();
    }

    private Action row(ResultSet row, int number) throws SQLException {
        var session = row.getString("session_id");
        return new Action(
                row.getString("id"),
                session,
                row.getString("target"),
                row.getString("tool"),
                row.getString("verb"),
                columns.summary(session, row.getString("summary")),
                Tier.valueOf(row.getString("tier")),
                Reversibility.valueOf(row.getString("reversibility")),
                row.getBoolean("rehearsal"),
                row.getString("idempotency_key"),
                row.getString("request_digest"),
                row.getString("node"),
                PgTime.get(row, "proposed_at"),
                ActionState.valueOf(row.getString("state")),
                columns.outcome(session, row.getString("outcome")));
    }
}
