package dev.astern.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Secret;
import dev.astern.connector.Tier;
import dev.astern.journal.Hashes;
import dev.astern.journal.Leaf;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.AlreadySettledException;
import dev.astern.storage.DuplicateKeyException;
import dev.astern.storage.Journal;
import dev.astern.testing.TestPostgres;
import java.time.Instant;
import java.util.ArrayList;
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
        one = PgStores.open(database.url(), database.user(), Secret.from(database::password));
        other = PgStores.open(database.url(), database.user(), Secret.from(database::password));
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
    void payloads_come_back_exactly_whatever_they_hold() {
        var content = "a\u0000b \ud83d\ude00 'quoted' \\ {\"json\":1}";
        var draft = new ReceiptDraft(
                "ses_e", null, ReceiptType.REFUSAL, NOW, Map.of("text", content), Map.of("output", content));
        var receipt = journal(one).append(draft, null).join();
        assertThat(journal(one).payloads("ses_e", receipt.sequence())).containsEntry("output", content);
        assertThat(journal(one).ofSession("ses_e", null, 10).items()).containsExactly(receipt);
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
        try (var fresh = PgStores.open(database.url(), database.user(), Secret.from(database::password))) {
            var chain = journal(fresh).ofSession("ses_f", null, 10).items();
            assertThat(chain).hasSize(2);
            assertChained(chain);
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
