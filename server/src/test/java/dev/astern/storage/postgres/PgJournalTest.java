package dev.astern.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Hashes;
import dev.astern.journal.Leaf;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.ChainBusyException;
import dev.astern.storage.ChainClosedException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.Journal;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgJournalTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static TestPostgres.Database database;
    private static PgStores one;
    private static PgStores other;

    @BeforeAll
    static void open() {
        database = TestPostgres.database();
        one = TestStores.open(database);
        other = TestStores.open(database);
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
    }

    @Test
    void many_writers_on_two_nodes_leave_one_chain_without_gaps() throws Exception {
        var session = "ses_race";
        var acknowledged = new ArrayList<Receipt>();
        try (var writers = Executors.newFixedThreadPool(16)) {
            var written = new ArrayList<Future<Receipt>>();
            for (int i = 0; i < 400; i++) {
                var journal = journal(i % 2 == 0 ? one : other);
                written.add(writers.submit(() -> journal.append(draft(session, null, ReceiptType.REFUSAL), null)
                        .join()));
            }
            for (var receipt : written) {
                acknowledged.add(receipt.get());
            }
        }
        var chain = journal(one).ofSession(session, null, 1_000).items();
        assertThat(chain).hasSize(400).containsAll(acknowledged);
        assertChained(chain);
    }

    @Test
    void an_action_and_its_receipts_are_written_together_and_end_once() {
        var journal = journal(one);
        var running = action("act_1", "ses_a", "key-1", null);
        journal.append(draft("ses_a", "act_1", ReceiptType.INTENT), running).join();
        assertThat(one.stores().actions().byId("act_1")).contains(running);

        var applied = finished(running, ActionState.APPLIED);
        journal.append(draft("ses_a", "act_1", ReceiptType.RESULT), applied).join();
        assertThat(one.stores().actions().byIdempotencyKey("ses_a", "key-1")).contains(applied);

        var late = journal(other)
                .append(draft("ses_a", "act_1", ReceiptType.RESULT), finished(running, ActionState.FAILED));
        assertThatThrownBy(late::join).hasCauseInstanceOf(AlreadySettledException.class);
        assertThat(one.stores().actions().byId("act_1")).contains(applied);
        assertThat(journal.ofAction("act_1")).hasSize(2);
        assertChained(journal.ofSession("ses_a", null, 100).items());
    }

    @Test
    void an_intent_and_its_outcome_submitted_at_once_come_in_order() {
        var journal = journal(one);
        var running = action("act_2", "ses_b", null, null);
        var intent = journal.append(draft("ses_b", "act_2", ReceiptType.INTENT), running);
        var outcome =
                journal.append(draft("ses_b", "act_2", ReceiptType.RESULT), finished(running, ActionState.FAILED));
        assertThat(intent.join().sequence()).isLessThan(outcome.join().sequence());
        assertThat(one.stores().actions().byId("act_2").orElseThrow().state()).isEqualTo(ActionState.FAILED);
    }

    @Test
    void a_key_that_is_taken_fails_alone_and_not_its_neighbours() {
        var journal = journal(one);
        journal.append(draft("ses_c", "act_3", ReceiptType.INTENT), action("act_3", "ses_c", "k", null))
                .join();
        var second = journal.append(draft("ses_c", "act_4", ReceiptType.INTENT), action("act_4", "ses_c", "k", null));
        var neighbour =
                journal.append(draft("ses_d", "act_5", ReceiptType.INTENT), action("act_5", "ses_d", "k", null));
        assertThatThrownBy(second::join).hasCauseInstanceOf(DuplicateKeyException.class);
        assertThat(neighbour.join().sequence()).isZero();
        assertThat(one.stores().actions().byId("act_4")).isEmpty();
        assertThat(journal.ofSession("ses_c", null, 10).items()).hasSize(1);
    }

    @Test
    void disclosures_come_back_exactly_and_are_not_in_the_store_in_the_clear() throws Exception {
        var content = "a\u0000b \ud83d\ude00 'quoted' \\ {\"json\":1} secret";
        var draft = new ReceiptDraft(
                "ses_e", null, ReceiptType.REFUSAL, NOW, Map.of("text", "plain"), Map.of("output", content));
        var receipt = journal(one).append(draft, null).join();
        var shown = journal(one).disclosures("ses_e", receipt.sequence());
        assertThat(shown.erased()).isZero();
        var text = new String(Base64.getUrlDecoder().decode(shown.texts().getFirst()), StandardCharsets.UTF_8);
        assertThat(text).endsWith(",\"output\"," + CanonicalJson.write(content) + "]");
        assertThat(receipt.leaf()).contains(digest(shown.texts().getFirst())).doesNotContain("secret");
        assertThat(journal(one).ofSession("ses_e", null, 10).items()).containsExactly(receipt);
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT string_agg(encode(sealed, 'escape'), '') FROM disclosure")) {
            rows.next();
            assertThat(rows.getString(1)).doesNotContain("secret");
        }
    }

    @Test
    void places_in_the_log_have_no_gaps_and_no_doubles_whoever_writes() throws Exception {
        try (var writers = Executors.newFixedThreadPool(8)) {
            var written = new ArrayList<Future<Receipt>>();
            for (int i = 0; i < 200; i++) {
                var journal = journal(i % 2 == 0 ? one : other);
                var session = "ses_place" + i % 7;
                written.add(writers.submit(() -> journal.append(draft(session, null, ReceiptType.REFUSAL), null)
                        .join()));
            }
            for (var receipt : written) {
                receipt.get();
            }
        }
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*), count(DISTINCT log_index), min(log_index), max(log_index) + 1 FROM receipt")) {
            rows.next();
            assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1)).isEqualTo(rows.getLong(4));
            assertThat(rows.getLong(3)).isZero();
        }
    }

    @Test
    void a_session_closes_once_with_its_count_and_only_when_nothing_is_in_flight() {
        var journal = journal(one);
        var running = action("act_9", "ses_closing", null, null);
        journal.append(draft("ses_closing", "act_9", ReceiptType.INTENT), running)
                .join();
        var early = journal(other).append(draft("ses_closing", null, ReceiptType.SESSION_CLOSED), null);
        assertThatThrownBy(early::join).hasCauseInstanceOf(ChainBusyException.class);

        var result = journal.append(
                draft("ses_closing", "act_9", ReceiptType.RESULT), finished(running, ActionState.APPLIED));
        var closed = journal.append(draft("ses_closing", null, ReceiptType.SESSION_CLOSED), null);
        assertThat(result.join().sequence()).isEqualTo(1);
        assertThat(closed.join().leaf()).contains("\"count\":3");

        var late = journal(other).append(draft("ses_closing", null, ReceiptType.REFUSAL), null);
        assertThatThrownBy(late::join).hasCauseInstanceOf(ChainClosedException.class);
        var neighbour = journal(other).append(draft("ses_next", null, ReceiptType.REFUSAL), null);
        assertThat(neighbour.join().sequence()).isZero();
    }

    @Test
    void receipts_can_be_neither_changed_nor_removed() {
        journal(one).append(draft("ses_stay", null, ReceiptType.REFUSAL), null).join();
        for (var sql : List.of("UPDATE receipt SET leaf = ''", "DELETE FROM receipt", "TRUNCATE receipt")) {
            assertThatThrownBy(() -> database.run(sql)).hasMessageContaining("append-only");
        }
    }

    @Test
    void goes_on_after_its_connections_were_cut() throws Exception {
        var journal = journal(one);
        journal.append(draft("ses_f", null, ReceiptType.REFUSAL), null).join();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                    + database.name() + "' AND pid <> pg_backend_pid()");
        }
        var cut = journal.append(draft("ses_f", null, ReceiptType.REFUSAL), null);
        assertThatThrownBy(cut::join).hasMessageContaining("could not be written");
        journal.append(draft("ses_f", null, ReceiptType.REFUSAL), null).join();
        try (var fresh = TestStores.open(database)) {
            var chain = journal(fresh).ofSession("ses_f", null, 10).items();
            assertThat(chain).hasSize(2);
            assertChained(chain);
        }
    }

    @Test
    void the_role_that_the_server_works_as_may_not_even_try() throws Exception {
        journal(one).append(draft("ses_role", null, ReceiptType.REFUSAL), null).join();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = 'astern_app_'"
                    + " || (SELECT oid FROM pg_database WHERE datname = current_database())");
            for (var sql : List.of(
                    "UPDATE receipt SET leaf = ''",
                    "DELETE FROM receipt",
                    "TRUNCATE receipt",
                    "ALTER TABLE receipt DISABLE TRIGGER ALL",
                    "UPDATE tile SET root = ''",
                    "DROP TABLE receipt")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .satisfies(e ->
                                assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
            }
        }
    }

    private static void assertChained(List<Receipt> chain) {
        var previous = Leaf.NONE;
        for (int i = 0; i < chain.size(); i++) {
            var receipt = chain.get(i);
            assertThat(receipt.sequence()).isEqualTo(i);
            assertThat(receipt.hash()).isEqualTo(Hashes.leaf(receipt.leaf()));
            assertThat(receipt.leaf()).contains("\"previous\":\"" + previous + "\"");
            previous = receipt.hash();
        }
    }

    private static String digest(String disclosure) {
        return switch (Disclosure.parse(disclosure)) {
            case Parsed.Read<Disclosure>(var read) -> read.digest();
            case Parsed.Malformed<Disclosure>(var flaw) -> throw new AssertionError(flaw);
        };
    }

    private static Journal journal(PgStores stores) {
        return stores.stores().journal();
    }

    private static ReceiptDraft draft(String session, @Nullable String action, ReceiptType type) {
        return new ReceiptDraft(session, action, type, NOW, Map.of("n", 1), Map.of());
    }

    private static Action action(String id, String session, @Nullable String key, Action.@Nullable Outcome outcome) {
        return new Action(
                id,
                session,
                "shop",
                "run_sql",
                "update",
                "update public.orders",
                Tier.WRITE,
                Reversibility.REVERSIBLE_WITH_STATE,
                false,
                key,
                "digest",
                "node",
                NOW,
                outcome == null ? ActionState.RUNNING : ActionState.APPLIED,
                outcome);
    }

    private static Action finished(Action action, ActionState state) {
        return action.finished(
                action.tier(),
                action.reversibility(),
                state,
                new Action.Outcome(NOW, List.of(), "", List.of(), null, null, "{}"));
    }
}
