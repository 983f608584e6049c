package dev.astern.storage.postgres;

import dev.astern.model.Erasure.AtTarget;
import dev.astern.model.Erasure.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How erasures stand at targets. */
final class PgErasureTargets {
    private static final String SELECT =
            "SELECT target, state, images, rows, held, problem FROM erasure_target WHERE erasure_id = :id";

    private final JdbcClient jdbc;

    PgErasureTargets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(String erasureId, String pseudonym, AtTarget at) {
        jdbc.sql("""
                        INSERT INTO erasure_target (erasure_id, target, subject, state, images, rows, held, problem, told)
                        VALUES (:id, :target, :subject, :state, :images, :rows, :held, :problem, false)
                        """)
                .param("id", erasureId)
                .param("target", at.target())
                .param("subject", pseudonym)
                .param("state", at.state().name())
                .param("images", at.images())
                .param("rows", at.rows())
                .param("held", at.held())
                .param("problem", at.problem())
                .update();
    }

    /** Those that this one was asked to finish need no asking any more. */
    void stands(String erasureId, String pseudonym, AtTarget at) {
        jdbc.sql("""
                        UPDATE erasure_target
                           SET state = :state, images = :images, rows = :rows, held = :held, problem = :problem
                         WHERE erasure_id = :id AND target = :target
                        """)
                .param("id", erasureId)
                .param("target", at.target())
                .param("state", at.state().name())
                .param("images", at.images())
                .param("rows", at.rows())
                .param("held", at.held())
                .param("problem", at.problem())
                .update();
        if (at.state() == State.DONE) {
            jdbc.sql("""
                            UPDATE erasure_target SET state = 'RESUMED', told = true
                             WHERE subject = :subject AND target = :target AND state = 'PENDING'
                               AND erasure_id <> :id
                            """)
                    .param("subject", pseudonym)
                    .param("target", at.target())
                    .param("id", erasureId)
                    .update();
        }
    }

    Map<String, List<String>> pending(String pseudonym) {
        var pending = new LinkedHashMap<String, List<String>>();
        jdbc.sql("""
                        SELECT t.target, t.erasure_id FROM erasure_target t JOIN erasure e ON e.id = t.erasure_id
                         WHERE t.subject = :subject AND t.state = 'PENDING' ORDER BY e.at, e.id
                        """).param("subject", pseudonym).query(row -> {
            pending.computeIfAbsent(row.getString(1), target -> new ArrayList<>())
                    .add(row.getString(2));
        });
        return pending;
    }

    List<AtTarget> of(String erasureId) {
        return jdbc.sql(SELECT + " ORDER BY target")
                .param("id", erasureId)
                .query(PgErasureTargets::row)
                .list();
    }

    List<AtTarget> untold(String erasureId, boolean pending) {
        return jdbc.sql(SELECT + " AND NOT told AND (:pending OR state <> 'PENDING') ORDER BY target")
                .param("id", erasureId)
                .param("pending", pending)
                .query(PgErasureTargets::row)
                .list();
    }

    void told(String erasureId, List<String> targets) {
        jdbc.sql("UPDATE erasure_target SET told = true WHERE erasure_id = :id AND target = ANY (:targets)")
                .param("id", erasureId)
                .param("targets", targets.toArray(String[]::new))
                .update();
    }

    private static AtTarget row(ResultSet row, int number) throws SQLException {
        return new AtTarget(
                row.getString("target"),
                State.valueOf(row.getString("state")),
                row.getLong("images"),
                row.getLong("rows"),
                row.getLong("held"),
                row.getString("problem"));
    }
}
