package dev.astern.storage.postgres;

import dev.astern.connector.Installation;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.sealing.KeyScope;
import dev.astern.sealing.Vault;
import dev.astern.storage.KeepingStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** One row for each action, sealed under its session's key. A fence is a row without contents. */
final class PgKeeping implements KeepingStore {
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Vault vault;

    PgKeeping(JdbcClient jdbc, TransactionTemplate transaction, Vault vault) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.vault = vault;
    }

    private record Row(
            String actionId,
            long position,
            String session,
            @Nullable String changes,
            @Nullable String left) {}

    @Override
    public boolean keep(String target, String actionId, String sessionId, List<KeptChange> changes) {
        return jdbc.sql("""
                        INSERT INTO kept_action (action_id, target, session_id, changes)
                        VALUES (:action, :target, :session, :changes)
                        ON CONFLICT (action_id) DO NOTHING
                        """)
                        .param("action", actionId)
                        .param("target", target)
                        .param("session", sessionId)
                        .param("changes", seal(sessionId, KeptJson.changes(changes)))
                        .update()
                == 1;
    }

    @Override
    public boolean left(String actionId, Map<Integer, Left> left) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var row = row(actionId, " FOR UPDATE")
                    .orElseThrow(() -> new IllegalStateException("nothing was kept of " + actionId + ": bug"));
            var known = left(row).orElseGet(Map::of);
            var all = new TreeMap<>(left);
            all.putAll(known);
            jdbc.sql("UPDATE kept_action SET left_ = :left WHERE action_id = :action")
                    .param("left", seal(row.session(), KeptJson.left(all)))
                    .param("action", actionId)
                    .update();
            return Collections.disjoint(left.keySet(), known.keySet());
        }));
    }

    @Override
    public Optional<KeptAction> fence(String target, String actionId) {
        jdbc.sql("""
                        INSERT INTO kept_action (action_id, target, session_id) VALUES (:action, :target, '')
                        ON CONFLICT (action_id) DO NOTHING
                        """).param("action", actionId).param("target", target).update();
        return of(actionId);
    }

    @Override
    public Optional<KeptAction> of(String actionId) {
        return row(actionId, "").filter(row -> row.changes() != null).map(this::kept);
    }

    private KeptAction kept(Row row) {
        var changes = row.changes() == null
                ? Optional.<String>empty()
                : vault.openText(KeyScope.session(row.session()), row.changes());
        return changes.map(json -> new KeptAction(
                        row.actionId(),
                        row.position(),
                        KeptJson.changes(json),
                        left(row).orElseGet(Map::of)))
                .orElseGet(() -> KeptAction.erased(row.actionId(), row.position()));
    }

    private Optional<Map<Integer, Left>> left(Row row) {
        return row.left() == null
                ? Optional.empty()
                : vault.openText(KeyScope.session(row.session()), row.left()).map(KeptJson::left);
    }

    private Optional<Row> row(String actionId, String lock) {
        return jdbc.sql("SELECT position, session_id, changes, left_ FROM kept_action WHERE action_id = :action" + lock)
                .param("action", actionId)
                .query((row, number) ->
                        new Row(actionId, row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
                .optional();
    }

    private String seal(String sessionId, String text) {
        return vault.sealText(KeyScope.session(sessionId), text);
    }

    @Override
    public Installation.Pruned prune(String target, Instant before, boolean dryRun) {
        var which = " kept_action WHERE target = :target AND at < :before";
        var bytes = "coalesce(sum(octet_length(changes) + coalesce(octet_length(left_), 0)), 0)";
        var found = jdbc.sql("SELECT count(*), " + bytes + " FROM" + which)
                .param("target", target)
                .param("before", PgTime.of(before))
                .query((row, number) -> new Installation.Pruned(row.getLong(1), row.getLong(2), dryRun))
                .single();
        if (!dryRun) {
            jdbc.sql("DELETE FROM" + which)
                    .param("target", target)
                    .param("before", PgTime.of(before))
                    .update();
        }
        return found;
    }

    @Override
    public long bytes(String target) {
        return jdbc.sql("""
                        SELECT coalesce(sum(octet_length(changes) + coalesce(octet_length(left_), 0)), 0)
                          FROM kept_action WHERE target = :target
                        """).param("target", target).query(Long.class).single();
    }
}
