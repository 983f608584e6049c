package dev.astern.storage.postgres;

import dev.astern.model.Receipt;
import dev.astern.sealing.Sealed;
import dev.astern.storage.postgres.ActionColumns.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch of receipts, their payloads and the actions they are about by one statement, so that one commit makes
 * all of it durable or none.
 */
final class BatchInsert {
    /** What PostgreSQL says when an action of the batch had ended, or one of a closing session has not; see the last lines. */
    static final String ENDED = "22012";

    /** Whoever writes receipts holds it until it has committed; what is then at the end of the log stays there. */
    static final String LOCK = "pg_advisory_xact_lock(1098085450)";

    private static final String TURN = "WITH turn AS MATERIALIZED (SELECT " + LOCK + "), ";

    private static final String CHANGED = """
            changed AS (
                INSERT INTO action AS a (workflow, id, session_id, target, tool, verb, summary, tier, reversibility,
                                         rehearsal, idempotency_key, request_digest, node, proposed_at, state, outcome)
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                     ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                                     ?::timestamptz[], ?::text[], ?::text[])
                 WHERE EXISTS (SELECT FROM turn)
                ON CONFLICT (id) DO UPDATE
                   SET node = excluded.node, tier = excluded.tier, reversibility = excluded.reversibility, state = excluded.state,
                       outcome = excluded.outcome
                 WHERE a.state IN ('HELD', 'RUNNING', 'UNCONFIRMED')
                RETURNING 1),
            """;

    private static final String KEPT = """
            kept AS (
                INSERT INTO receipt (log, session_id, sequence, action_id, type, at, log_index, leaf, hash)
                SELECT ?::smallint, r.* FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[],
                                                    ?::bigint[], ?::text[], ?::text[]) r
                 WHERE EXISTS (SELECT FROM turn))
            """;

    private static final String APART = """
            , apart AS (
                INSERT INTO disclosure (session_id, sequence, key_id, sealed)
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bytea[]))
            """;

    private static final String PERSONS = """
            , persons AS (
                INSERT INTO subject_receipt (subject, session_id, sequence)
                SELECT * FROM unnest(?::text[], ?::text[], ?::bigint[]))
            """;

    /** Fails with {@link #ENDED} unless every action could be changed. */
    private static final String ALL_CHANGED =
            "SELECT 1 / (CASE WHEN (SELECT count(*) FROM changed) = ? THEN 1 ELSE 0 END)";

    /** Fails with {@link #ENDED} unless the session that closes has nothing in flight. */
    private static final String CLOSES = """
            SELECT 1 / (CASE WHEN NOT EXISTS (SELECT FROM action WHERE session_id = ?
                                                 AND state IN ('HELD', 'RUNNING', 'UNCONFIRMED')) THEN 1 ELSE 0 END)
            """;

    private BatchInsert() {}

    static void write(Connection connection, short log, List<Pending> batch, List<Receipt> receipts)
            throws SQLException {
        var actions = batch.stream()
                .<Stored>mapMulti((pending, sink) -> {
                    if (pending.action() != null) {
                        sink.accept(pending.action());
                    }
                })
                .toList();
        var parts = of(batch, receipts, pending -> pending.sealed().parts());
        var persons = of(batch, receipts, pending -> pending.sealed().persons());
        var first = batch.getFirst();
        try (var insert = connection.prepareStatement(sql(actions, parts, persons, first))) {
            var arrays = new Arrays(connection, insert);
            if (!actions.isEmpty()) {
                actions(arrays, actions);
            }
            insert.setShort(arrays.next(), log);
            receipts(arrays, receipts);
            if (!parts.isEmpty()) {
                disclosures(arrays, parts);
            }
            if (!persons.isEmpty()) {
                persons(arrays, persons);
            }
            if (!actions.isEmpty()) {
                insert.setInt(arrays.next(), actions.size());
            } else if (first.closes()) {
                insert.setString(arrays.next(), first.session());
            }
            insert.execute();
        }
    }

    /** Each part of the statement costs, so that what a batch does not need is left out. */
    private static String sql(List<?> actions, List<?> parts, List<?> persons, Pending first) {
        return TURN
                + (actions.isEmpty() ? "" : CHANGED)
                + KEPT
                + (parts.isEmpty() ? "" : APART)
                + (persons.isEmpty() ? "" : PERSONS)
                + (actions.isEmpty() ? first.closes() ? CLOSES : "SELECT" : ALL_CHANGED);
    }

    private static void actions(Arrays arrays, List<Stored> actions) throws SQLException {
        arrays.text(actions, action -> null);
        arrays.text(actions, stored -> stored.action().id());
        arrays.text(actions, stored -> stored.action().sessionId());
        arrays.text(actions, stored -> PgText.printable(stored.action().target()));
        arrays.text(actions, stored -> PgText.printable(stored.action().tool()));
        arrays.text(actions, stored -> PgText.printable(stored.action().verb()));
        arrays.text(actions, Stored::summary);
        arrays.text(actions, stored -> stored.action().tier().name());
        arrays.text(actions, stored -> stored.action().reversibility().name());
        arrays.of("boolean", actions, stored -> stored.action().rehearsal());
        arrays.text(actions, stored -> stored.action().idempotencyKey());
        arrays.text(actions, stored -> stored.action().requestDigest());
        arrays.text(actions, stored -> stored.action().node());
        arrays.times(actions, stored -> stored.action().proposedAt());
        arrays.text(actions, stored -> stored.action().state().name());
        arrays.text(actions, Stored::outcome);
    }

    private static void receipts(Arrays arrays, List<Receipt> receipts) throws SQLException {
        arrays.text(receipts, Receipt::sessionId);
        arrays.of("bigint", receipts, Receipt::sequence);
        arrays.text(receipts, Receipt::actionId);
        arrays.text(receipts, receipt -> receipt.type().name());
        arrays.times(receipts, Receipt::time);
        arrays.of("bigint", receipts, Receipt::index);
        arrays.text(receipts, Receipt::leaf);
        arrays.text(receipts, Receipt::hash);
    }

    private static void disclosures(Arrays arrays, List<Of<Sealed>> parts) throws SQLException {
        arrays.text(parts, of -> of.receipt().sessionId());
        arrays.of("bigint", parts, of -> of.receipt().sequence());
        arrays.text(parts, of -> of.item().keyId());
        arrays.bytes(parts, of -> of.item().bytes().toArray());
    }

    private static void persons(Arrays arrays, List<Of<String>> persons) throws SQLException {
        arrays.text(persons, Of::item);
        arrays.text(persons, of -> of.receipt().sessionId());
        arrays.of("bigint", persons, of -> of.receipt().sequence());
    }

    private record Of<T>(Receipt receipt, T item) {}

    private static <T> List<Of<T>> of(
            List<Pending> batch, List<Receipt> receipts, Function<Pending, ? extends Collection<T>> items) {
        var all = new ArrayList<Of<T>>();
        for (int i = 0; i < batch.size(); i++) {
            var receipt = receipts.get(i);
            items.apply(batch.get(i)).forEach(item -> all.add(new Of<>(receipt, item)));
        }
        return all;
    }

    /** Binds one array after the other. */
    private static final class Arrays {
        private final Connection connection;
        private final PreparedStatement statement;
        private int at;

        Arrays(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        int next() {
            return ++at;
        }

        <T> void text(List<T> items, Function<T, @Nullable String> column) throws SQLException {
            of("text", items, column);
        }

        <T> void times(List<T> items, Function<T, Instant> column) throws SQLException {
            of("timestamptz", items, item -> column.apply(item).toString());
        }

        <T> void bytes(List<T> items, Function<T, byte[]> column) throws SQLException {
            var values = items.stream().map(column).toArray(byte[][]::new);
            statement.setArray(next(), connection.createArrayOf("bytea", values));
        }

        <T> void of(String type, List<T> items, Function<T, ? extends @Nullable Object> column) throws SQLException {
            var values = new Object[items.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = column.apply(items.get(i));
            }
            statement.setArray(next(), connection.createArrayOf(type, values));
        }
    }
}
