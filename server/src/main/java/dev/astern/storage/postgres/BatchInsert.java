package dev.astern.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.model.Action;
import dev.astern.model.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch of receipts, their payloads and the actions they are about by one statement, so that one commit makes
 * all of it durable or none.
 */
final class BatchInsert {
    /** What PostgreSQL says when an action of the batch had ended before; see the last line of the statement. */
    static final String ENDED = "22012";

    private static final String SQL = """
            WITH changed AS (
                INSERT INTO action AS a (workflow, id, session_id, target, tool, verb, summary, tier, reversibility,
                                         rehearsal, idempotency_key, request_digest, node, proposed_at, state, outcome)
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                     ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[], ?::text[],
                                     ?::timestamptz[], ?::text[], ?::text[])
                ON CONFLICT (id) DO UPDATE
                   SET tier = excluded.tier, reversibility = excluded.reversibility, state = excluded.state,
                       outcome = excluded.outcome
                 WHERE a.state IN ('RUNNING', 'UNCONFIRMED')
                RETURNING 1),
            kept AS (
                INSERT INTO receipt (session_id, sequence, action_id, type, at, leaf, hash)
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::timestamptz[], ?::text[],
                                     ?::text[])),
            apart AS (
                INSERT INTO payload (session_id, sequence, name, content)
                SELECT * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::bytea[]))
            SELECT 1 / (CASE WHEN (SELECT count(*) FROM changed) = ? THEN 1 ELSE 0 END)
            """;

    private BatchInsert() {}

    static void write(Connection connection, List<Pending> batch, List<Receipt> receipts) throws SQLException {
        var actions = batch.stream()
                .<Action>mapMulti((pending, sink) -> {
                    if (pending.action() != null) {
                        sink.accept(pending.action());
                    }
                })
                .toList();
        try (var insert = connection.prepareStatement(SQL)) {
            var arrays = new Arrays(connection, insert);
            actions(arrays, actions);
            receipts(arrays, receipts);
            payloads(arrays, batch, receipts);
            insert.setInt(arrays.next(), actions.size());
            insert.execute();
        }
    }

    private static void actions(Arrays arrays, List<Action> actions) throws SQLException {
        arrays.text(actions, action -> null);
        arrays.text(actions, Action::id);
        arrays.text(actions, Action::sessionId);
        arrays.text(actions, action -> PgText.printable(action.target()));
        arrays.text(actions, action -> PgText.printable(action.tool()));
        arrays.text(actions, action -> PgText.printable(action.verb()));
        arrays.text(actions, action -> PgText.printable(action.summary()));
        arrays.text(actions, action -> action.tier().name());
        arrays.text(actions, action -> action.reversibility().name());
        arrays.of("boolean", actions, Action::rehearsal);
        arrays.text(actions, Action::idempotencyKey);
        arrays.text(actions, Action::requestDigest);
        arrays.text(actions, Action::node);
        arrays.times(actions, Action::proposedAt);
        arrays.text(actions, action -> action.state().name());
        arrays.text(actions, action -> action.outcome() == null ? null : PgJson.write(action.outcome()));
    }

    private static void receipts(Arrays arrays, List<Receipt> receipts) throws SQLException {
        arrays.text(receipts, Receipt::sessionId);
        arrays.of("bigint", receipts, Receipt::sequence);
        arrays.text(receipts, Receipt::actionId);
        arrays.text(receipts, receipt -> receipt.type().name());
        arrays.times(receipts, Receipt::time);
        arrays.text(receipts, Receipt::leaf);
        arrays.text(receipts, Receipt::hash);
    }

    private static void payloads(Arrays arrays, List<Pending> batch, List<Receipt> receipts) throws SQLException {
        var payloads = new ArrayList<Payload>();
        for (int i = 0; i < batch.size(); i++) {
            var receipt = receipts.get(i);
            batch.get(i)
                    .draft()
                    .payloads()
                    .forEach((name, content) ->
                            payloads.add(new Payload(receipt.sessionId(), receipt.sequence(), name, content)));
        }
        arrays.text(payloads, Payload::session);
        arrays.of("bigint", payloads, Payload::sequence);
        arrays.text(payloads, Payload::name);
        arrays.bytes(payloads, payload -> payload.content().getBytes(UTF_8));
    }

    private record Payload(String session, long sequence, String name, String content) {}

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
