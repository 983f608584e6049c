package dev.astern.storage.postgres;

import dev.astern.connector.ImageErasure.DigestChange;
import dev.astern.model.Erasure;
import dev.astern.model.LegalHold;
import dev.astern.sealing.Vault;
import dev.astern.storage.ErasureStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class PgErasures implements ErasureStore {
    private static final String ERASURE = "SELECT id, scope, keys, sessions, operator, reason, at FROM erasure ";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;
    private final PgErasureTargets targets;

    PgErasures(JdbcClient jdbc, TransactionTemplate transaction, Vault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
        this.targets = new PgErasureTargets(jdbc);
    }

    @Override
    public void erase(Erasure erasure) {
        transaction.executeWithoutResult(status -> insert(erasure));
    }

    @Override
    public void erase(Erasure erasure, String pseudonym) {
        transaction.executeWithoutResult(status -> {
            insert(erasure);
            erasure.targets().forEach(at -> targets.insert(erasure.id(), pseudonym, at));
        });
    }

    private void insert(Erasure erasure) {
        jdbc.sql("""
                        INSERT INTO erasure (id, scope, keys, sessions, operator, reason, at, recorded)
                        VALUES (:id, :scope, :keys, :sessions, :operator, :reason, :at, false)
                        """)
                .param("id", erasure.id())
                .param("scope", erasure.scope())
                .param("keys", erasure.keys().toArray(String[]::new))
                .param("sessions", erasure.sessions().toArray(String[]::new))
                .param("operator", erasure.operator())
                .param("reason", PgText.printable(erasure.reason()))
                .param("at", PgTime.of(erasure.at()))
                .update();
        destroy(erasure.keys(), erasure.at());
    }

    @Override
    public Map<String, List<String>> pending(String pseudonym) {
        return targets.pending(pseudonym);
    }

    @Override
    public void stands(String erasureId, String pseudonym, Erasure.AtTarget at) {
        transaction.executeWithoutResult(status -> targets.stands(erasureId, pseudonym, at));
    }

    @Override
    public List<Erasure> untold() {
        return jdbc.sql(ERASURE + """
                        WHERE id IN (SELECT erasure_id FROM erasure_target WHERE NOT told AND state <> 'PENDING')
                        ORDER BY at, id
                        """).query(PgErasures::erasure).list().stream()
                .map(erasure -> erasure.with(targets.untold(erasure.id(), false)))
                .toList();
    }

    @Override
    public Optional<Erasure> untold(String erasureId) {
        return bare(erasureId).map(erasure -> erasure.with(targets.untold(erasureId, true)));
    }

    @Override
    public void told(String erasureId, List<String> names) {
        targets.told(erasureId, names);
    }

    @Override
    public Optional<Erasure> byId(String erasureId) {
        return bare(erasureId).map(erasure -> erasure.with(targets.of(erasureId)));
    }

    private Optional<Erasure> bare(String erasureId) {
        return jdbc.sql(ERASURE + "WHERE id = :id")
                .param("id", erasureId)
                .query(PgErasures::erasure)
                .optional();
    }

    @Override
    public void becoming(List<DigestChange> changes) {
        jdbc.sql("""
                        INSERT INTO image_digest (action_id, before, after)
                        SELECT c.action, c.before, c.after
                          FROM unnest(:actions::text[], :before::text[], :after::text[]) AS c (action, before, after)
                        """)
                .param("actions", changes.stream().map(DigestChange::actionId).toArray(String[]::new))
                .param(
                        "before",
                        changes.stream()
                                .map(change -> ActionColumns.keyed(vault, change.before()))
                                .toArray(String[]::new))
                .param("after", changes.stream().map(DigestChange::after).toArray(String[]::new))
                .update();
    }

    @Override
    public Map<String, Set<String>> sessionsOf(Collection<String> actionIds) {
        var sessions = new HashMap<String, Set<String>>();
        jdbc.sql("""
                        SELECT a.id, a.session_id FROM action a WHERE a.id = ANY (:ids)
                        UNION
                        SELECT s.action_id, a.session_id
                          FROM undo_step s CROSS JOIN LATERAL unnest(s.actions) undone JOIN action a ON a.id = undone
                         WHERE s.action_id = ANY (:ids)
                        """).param("ids", actionIds.toArray(String[]::new)).query(row -> {
            sessions.computeIfAbsent(row.getString(1), id -> new HashSet<>()).add(row.getString(2));
        });
        return sessions;
    }

    @Override
    public int destroyAgain(List<String> keys, Instant now) {
        var back = jdbc.sql("""
                        SELECT id FROM astern_keys.data_key
                         WHERE id = ANY (:keys) OR id IN (SELECT id FROM astern_keys.destroyed_key)
                            OR id IN (SELECT unnest(keys) FROM erasure)
                        """)
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list();
        destroy(back, now);
        return back.size();
    }

    /** What was kept in the clear before there were keys goes with its session. */
    private void destroy(List<String> keys, Instant at) {
        jdbc.sql("""
                        WITH gone AS (DELETE FROM astern_keys.data_key WHERE id = ANY (:keys) RETURNING id, scope),
                             sealed AS (
                                 DELETE FROM disclosure d USING gone
                                  WHERE gone.scope LIKE 'session:%' AND d.session_id = substr(gone.scope, 9)
                                    AND d.key_id = gone.id),
                             rows AS (
                                 DELETE FROM disclosure d USING gone, subject_receipt s
                                  WHERE gone.scope LIKE 'person:%' AND s.subject = substr(gone.scope, 8)
                                    AND d.session_id = s.session_id
                                    AND d.sequence = s.sequence AND d.key_id = gone.id),
                             plain AS (DELETE FROM payload p USING gone WHERE gone.scope LIKE 'session:%' AND p.session_id = substr(gone.scope, 9))
                        INSERT INTO astern_keys.destroyed_key (id, scope, destroyed_at)
                        SELECT id, scope, :at FROM gone ON CONFLICT (id) DO NOTHING
                        """)
                .param("keys", keys.toArray(String[]::new))
                .param("at", PgTime.of(at))
                .update();
    }

    @Override
    public List<Erasure> unrecorded() {
        return jdbc.sql(ERASURE + "WHERE NOT recorded ORDER BY at, id")
                .query(PgErasures::erasure)
                .list();
    }

    @Override
    public void recorded(String erasureId) {
        jdbc.sql("UPDATE erasure SET recorded = true WHERE id = :id")
                .param("id", erasureId)
                .update();
    }

    @Override
    public List<Erasure> latest(int limit) {
        return jdbc
                .sql(ERASURE + "ORDER BY at DESC, id DESC LIMIT :limit")
                .param("limit", limit)
                .query(PgErasures::erasure)
                .list()
                .stream()
                .map(erasure -> erasure.with(targets.of(erasure.id())))
                .toList();
    }

    @Override
    public List<Appearance> appearances(String pseudonym, int limit) {
        return jdbc.sql("""
                        SELECT s.session_id, s.sequence, coalesce(r.action_id, '') AS action_id
                          FROM subject_receipt s JOIN receipt r USING (session_id, sequence)
                         WHERE s.subject = :subject ORDER BY r.log_index DESC LIMIT :limit
                        """)
                .param("subject", pseudonym)
                .param("limit", limit)
                .query((row, number) -> new Appearance(row.getString(1), row.getLong(2), row.getString(3)))
                .list();
    }

    @Override
    public List<String> sessionsWith(String pseudonym) {
        return jdbc.sql("SELECT DISTINCT session_id FROM subject_receipt WHERE subject = :subject ORDER BY 1")
                .param("subject", pseudonym)
                .query(String.class)
                .list();
    }

    @Override
    public List<String> expired(Instant before, int limit) {
        return jdbc.sql("""
                        SELECT s.id FROM session s JOIN astern_keys.data_key k ON k.scope = 'session:' || s.id
                         WHERE s.closed_at < :before
                           AND NOT EXISTS (SELECT FROM legal_hold h WHERE h.released_at IS NULL
                                              AND h.scope IN ('all', 'session:' || s.id))
                         ORDER BY s.closed_at LIMIT :limit
                        """)
                .param("before", PgTime.of(before))
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    @Override
    public void place(LegalHold hold) {
        jdbc.sql("""
                        INSERT INTO legal_hold (id, scope, reason, placed_by, placed_at)
                        VALUES (:id, :scope, :reason, :by, :at)
                        """)
                .param("id", hold.id())
                .param("scope", hold.scope())
                .param("reason", PgText.printable(hold.reason()))
                .param("by", hold.placedBy())
                .param("at", PgTime.of(hold.placedAt()))
                .update();
    }

    @Override
    public boolean release(String id, String by, Instant at) {
        return jdbc.sql("""
                                UPDATE legal_hold SET released_by = :by, released_at = :at
                                 WHERE id = :id AND released_at IS NULL
                                """)
                        .param("id", id)
                        .param("by", by)
                        .param("at", PgTime.of(at))
                        .update()
                == 1;
    }

    @Override
    public List<LegalHold> holds() {
        return jdbc.sql("""
                        SELECT id, scope, reason, placed_by, placed_at, released_by, released_at
                          FROM legal_hold WHERE released_at IS NULL ORDER BY placed_at, id
                        """).query(PgErasures::hold).list();
    }

    private static Erasure erasure(ResultSet row, int number) throws SQLException {
        return new Erasure(
                row.getString("id"),
                row.getString("scope"),
                List.of((String[]) row.getArray("keys").getArray()),
                List.of((String[]) row.getArray("sessions").getArray()),
                row.getString("operator"),
                row.getString("reason"),
                PgTime.get(row, "at"));
    }

    private static LegalHold hold(ResultSet row, int number) throws SQLException {
        return new LegalHold(
                row.getString("id"),
                row.getString("scope"),
                row.getString("reason"),
                row.getString("placed_by"),
                PgTime.get(row, "placed_at"),
                row.getString("released_by"),
                PgTime.getOrNull(row, "released_at"));
    }
}
