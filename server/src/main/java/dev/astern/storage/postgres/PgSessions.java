package dev.astern.storage.postgres;

import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import dev.astern.model.Page;
import dev.astern.model.Session;
import dev.astern.storage.SessionStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class PgSessions implements SessionStore {
    static final String SELECT = """
            SELECT id, kind, agent, agent_version, agent_prompt, agent_model, agent_tools, environment, targets, started_by, started_at, expires_at,
                   revoked_at, revoked_by, workflow, limits::text AS limits, fail_fast, undo_on_failure, halted_at,
                   halted_action, halted_why
              FROM session
            """;

    private final JdbcClient jdbc;

    PgSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void add(Session session, @Nullable String tokenHash) {
        jdbc.sql("""
                        INSERT INTO session (id, kind, agent, agent_version, agent_prompt, agent_model, agent_tools,
                                             environment, targets, token_hash, started_by, started_at, expires_at,
                                             workflow, limits, fail_fast, undo_on_failure)
                        VALUES (:id, :kind, :agent, :version, :prompt, :model, :tools, :environment, :targets, :hash,
                                :by, :started, :expires, :workflow, :limits, :fast, :undo)
                        """)
                .param("id", session.id())
                .param("kind", session.kind().name())
                .param("agent", session.agent().id())
                .param("version", session.agent().version())
                .param("prompt", session.agent().prompt())
                .param("model", session.agent().model())
                .param("tools", session.agent().tools())
                .param("environment", session.environment())
                .param("targets", session.targets().toArray(String[]::new))
                .param("hash", tokenHash)
                .param("by", session.startedBy())
                .param("started", PgTime.of(session.startedAt()))
                .param("expires", PgTime.of(session.expiresAt()))
                .param("workflow", session.workflow())
                .param("limits", PgJson.jsonb(session.conduct().limits()))
                .param("fast", session.conduct().failFast())
                .param("undo", session.conduct().undoOnFailure())
                .update();
    }

    @Override
    public Optional<Session> byTokenHash(String tokenHash) {
        return jdbc.sql(SELECT + "WHERE token_hash = :hash")
                .param("hash", tokenHash)
                .query(PgSessions::row)
                .optional();
    }

    @Override
    public Optional<Session> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(PgSessions::row)
                .optional();
    }

    @Override
    public Page<Session> page(@Nullable String from, int limit) {
        // Ids sort by time of making only within a prefix, so time comes first.
        var rows = jdbc.sql(SELECT + """
                        WHERE :from::text IS NULL OR (started_at, id) < (
                            SELECT s.started_at, s.id FROM session s WHERE s.id = :from)
                        ORDER BY started_at DESC, id DESC LIMIT :limit
                        """)
                .param("from", from)
                .param("limit", Cursor.fetch(limit))
                .query(PgSessions::row)
                .list();
        return Cursor.page(rows, limit, Session::id);
    }

    @Override
    public boolean revoke(String id, String operator, Instant at) {
        return jdbc.sql("UPDATE session SET revoked_at = :at, revoked_by = :by WHERE id = :id AND revoked_at IS NULL")
                        .param("at", PgTime.of(at))
                        .param("by", operator)
                        .param("id", id)
                        .update()
                == 1;
    }

    @Override
    public List<Session> toClose(Instant endedBy) {
        return jdbc.sql(SELECT + """
                        WHERE closed_at IS NULL AND (revoked_at <= :by OR expires_at <= :by)
                          AND NOT EXISTS (SELECT FROM action a WHERE a.session_id = session.id
                                             AND a.state IN ('HELD', 'RUNNING', 'UNCONFIRMED'))
                        ORDER BY expires_at LIMIT 1000
                        """)
                .param("by", PgTime.of(endedBy))
                .query(PgSessions::row)
                .list();
    }

    @Override
    public void closed(String id, Instant at) {
        jdbc.sql("UPDATE session SET closed_at = :at WHERE id = :id AND closed_at IS NULL")
                .param("at", PgTime.of(at))
                .param("id", id)
                .update();
    }

    static Session row(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getString("id"),
                Session.Kind.valueOf(row.getString("kind")),
                new Agent(
                        row.getString("agent"),
                        row.getString("agent_version"),
                        row.getString("agent_prompt"),
                        row.getString("agent_model"),
                        row.getString("agent_tools")),
                row.getString("environment"),
                List.of((String[]) row.getArray("targets").getArray()),
                row.getString("started_by"),
                PgTime.get(row, "started_at"),
                PgTime.get(row, "expires_at"),
                PgTime.getOrNull(row, "revoked_at"),
                row.getString("revoked_by"),
                row.getString("workflow"),
                conduct(row));
    }

    private static Conduct conduct(ResultSet row) throws SQLException {
        var limits = row.getString("limits");
        var halted = PgTime.getOrNull(row, "halted_at");
        return new Conduct(
                limits == null ? Limits.NONE : PgJson.read(limits, Limits.class),
                row.getBoolean("fail_fast"),
                row.getBoolean("undo_on_failure"),
                halted == null
                        ? null
                        : new Conduct.Halt(row.getString("halted_action"), row.getString("halted_why"), halted));
    }
}
