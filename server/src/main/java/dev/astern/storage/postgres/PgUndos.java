package dev.astern.storage.postgres;

import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.model.Page;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.Vault;
import dev.astern.storage.UndoStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

final class PgUndos implements UndoStore {
    private static final String SELECT = """
            SELECT id, operator, reason, selection::text AS selection, on_conflict, choices::text AS choices,
                   plan_digests::text AS plan_digests, item_limit, started_at, finished_at
              FROM undo
            """;

    private static final String ERASED = "erased";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;

    PgUndos(JdbcClient jdbc, TransactionTemplate transaction, Vault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
    }

    @Override
    public boolean add(Undo undo, String node) {
        try {
            transaction.executeWithoutResult(status -> insert(undo, node));
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    private void insert(Undo undo, String node) {
        jdbc.sql("""
                        INSERT INTO undo (id, node, operator, reason, selection, on_conflict, choices, plan_digests,
                                          item_limit, started_at)
                        VALUES (:id, :node, :operator, :reason, :selection, :conflict, :choices, :digests,
                                :limit, :at)
                        """)
                .param("id", undo.id())
                .param("node", node)
                .param("operator", undo.operator())
                .param("reason", seal(undo.id(), undo.reason()))
                .param("selection", PgJson.jsonb(selection(undo.selection())))
                .param("conflict", undo.onConflict().name())
                .param("choices", PgJson.jsonb(undo.choices()))
                .param("digests", PgJson.jsonb(undo.planDigests()))
                .param("limit", undo.itemLimit())
                .param("at", PgTime.of(undo.startedAt()))
                .update();
        for (int place = 0; place < undo.steps().size(); place++) {
            insert(undo.id(), place, undo.steps().get(place));
        }
    }

    private void insert(String undoId, int place, Undo.Step step) {
        var actions = step.actions().toArray(String[]::new);
        jdbc.sql("""
                        INSERT INTO undo_step (undo_id, place, target, action_id, actions, state)
                        VALUES (:undo, :place, :target, :action, :actions, :state)
                        """)
                .param("undo", undoId)
                .param("place", place)
                .param("target", step.target())
                .param("action", step.actionId())
                .param("actions", actions)
                .param("state", step.state().name())
                .update();
        jdbc.sql("INSERT INTO undo_claim (action_id, undo_id) SELECT a, :undo FROM unnest(:actions) a ORDER BY a")
                .param("undo", undoId)
                .param("actions", actions)
                .update();
    }

    @Override
    public Optional<Undo> byId(String id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(this::row)
                .optional()
                .map(this::withSteps);
    }

    @Override
    public Set<String> undone(Collection<String> actionIds) {
        return Set.copyOf(jdbc.sql("""
                        SELECT DISTINCT a FROM undo_step s, unnest(s.actions) a
                         WHERE s.state = 'APPLIED' AND s.actions && :ids::text[] AND a = ANY (:ids::text[])
                        """)
                .param("ids", actionIds.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    @Override
    public Page<Undo> page(@Nullable String from, int limit) {
        var rows = jdbc.sql(SELECT + "WHERE :from::text IS NULL OR id < :from ORDER BY id DESC LIMIT :limit")
                .param("from", from)
                .param("limit", Cursor.fetch(limit))
                .query(this::row)
                .list();
        var page = Cursor.page(rows, limit, Undo::id);
        return new Page<>(page.items().stream().map(this::withSteps).toList(), page.next());
    }

    @Override
    public void step(String undoId, Undo.Step step) {
        int changed = jdbc.sql("""
                        UPDATE undo_step
                           SET action_id = :action, state = :state, report = :report, problem = :problem,
                               detail = :detail
                         WHERE undo_id = :undo AND target = :target AND state NOT IN ('APPLIED', 'NOT_APPLIED')
                        """)
                .param("action", step.actionId())
                .param("state", step.state().name())
                .param("report", step.report() == null ? null : seal(undoId, PgJson.write(step.report())))
                .param("problem", step.problem())
                .param("detail", step.detail() == null ? null : seal(undoId, step.detail()))
                .param("undo", undoId)
                .param("target", step.target())
                .update();
        if (changed != 1) {
            throw new IllegalStateException("undo " + undoId + " has " + changed + " open steps at one target: bug");
        }
    }

    @Override
    public void finish(String undoId, Instant at) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("UPDATE undo SET finished_at = :at WHERE id = :id AND finished_at IS NULL")
                    .param("at", PgTime.of(at))
                    .param("id", undoId)
                    .update();
            jdbc.sql("DELETE FROM undo_claim WHERE undo_id = :id")
                    .param("id", undoId)
                    .update();
        });
    }

    @Override
    public List<Undo> unfinished(String node, Instant deadSince) {
        // A dead node's run changes hands in one step, so that two nodes can't both take it.
        jdbc.sql("""
                        UPDATE undo SET node = :node
                         WHERE finished_at IS NULL AND node <> :node
                           AND node NOT IN (SELECT name FROM node WHERE seen_at >= :dead)
                        """).param("node", node).param("dead", PgTime.of(deadSince)).update();
        return jdbc
                .sql(SELECT + "WHERE finished_at IS NULL AND node = :node ORDER BY id")
                .param("node", node)
                .query(this::row)
                .list()
                .stream()
                .map(this::withSteps)
                .toList();
    }

    private Undo row(ResultSet row, int number) throws SQLException {
        return new Undo(
                row.getString("id"),
                selection(PgJson.map(row.getString("selection"))),
                OnConflict.valueOf(row.getString("on_conflict")),
                choices(PgJson.map(row.getString("choices"))),
                PgJson.map(row.getString("plan_digests")),
                row.getInt("item_limit"),
                open(row.getString("id"), row.getString("reason")).orElse(ERASED),
                row.getString("operator"),
                PgTime.get(row, "started_at"),
                PgTime.getOrNull(row, "finished_at"),
                List.of());
    }

    private Undo withSteps(Undo undo) {
        return new Undo(
                undo.id(),
                undo.selection(),
                undo.onConflict(),
                undo.choices(),
                undo.planDigests(),
                undo.itemLimit(),
                undo.reason(),
                undo.operator(),
                undo.startedAt(),
                undo.finishedAt(),
                steps(undo.id()));
    }

    private List<Undo.Step> steps(String undoId) {
        return jdbc.sql("""
                        SELECT target, action_id, actions, state, report, problem, detail
                          FROM undo_step WHERE undo_id = :undo ORDER BY place
                        """)
                .param("undo", undoId)
                .query((row, number) -> step(undoId, row))
                .list();
    }

    private Undo.Step step(String undoId, ResultSet row) throws SQLException {
        var report = row.getString("report");
        var detail = row.getString("detail");
        return new Undo.Step(
                row.getString("target"),
                row.getString("action_id"),
                List.of((String[]) row.getArray("actions").getArray()),
                Undo.State.valueOf(row.getString("state")),
                report == null
                        ? null
                        : open(undoId, report)
                                .map(json -> PgJson.read(json, UndoReport.class))
                                .orElse(null),
                row.getString("problem"),
                detail == null ? null : open(undoId, detail).orElse(ERASED));
    }

    private String seal(String undoId, String text) {
        return vault.sealText(KeyScope.session(undoId), text);
    }

    private Optional<String> open(String undoId, String column) {
        return vault.openText(KeyScope.session(undoId), column);
    }

    private static Map<String, String> selection(UndoSelection selection) {
        return switch (selection) {
            case UndoSelection.Actions some -> Map.of("actions", String.join(" ", some.ids()));
            case UndoSelection.WholeSession whole -> Map.of("session", whole.id());
        };
    }

    private static UndoSelection selection(Map<String, String> stored) {
        var session = stored.get("session");
        if (session != null) {
            return new UndoSelection.WholeSession(session);
        }
        var actions = stored.get("actions");
        if (actions == null) {
            throw new IllegalStateException("an undo selects " + stored.keySet() + ": bug");
        }
        return new UndoSelection.Actions(List.of(actions.split(" ")));
    }

    private static Map<String, OnConflict> choices(Map<String, String> stored) {
        var choices = new TreeMap<String, OnConflict>();
        stored.forEach((item, choice) -> choices.put(item, OnConflict.valueOf(choice)));
        return choices;
    }
}
