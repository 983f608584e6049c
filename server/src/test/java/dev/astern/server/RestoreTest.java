package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.ServerSettings;
import dev.astern.config.ServerSettings.Journal;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Operator;
import dev.astern.operator.Issued;
import dev.astern.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when its store is not the one it left. */
class RestoreTest {
    @TempDir
    private Path data;

    private final TestPostgres.Database store = TestPostgres.database();

    @BeforeEach
    void password() throws Exception {
        Files.writeString(data.resolve("store-password"), store.password());
    }

    private Node open(@Nullable String recover) {
        var usual = Journal.in(data);
        var journal = new Journal(usual.masterKey(), usual.signer(), "test/log", recover, null, null, null);
        var where = new ServerSettings.Store(store.url(), store.user(), data.resolve("store-password"));
        return Node.open(
                new ServerSettings(data, "127.0.0.1", 0, where, journal, data.resolve("stop"), "permissive"),
                List.of(new SqlProvider()),
                StepObserver.none(),
                (what, e) -> {});
    }

    private static Operator setUp(Node node) throws Exception {
        var code = Files.readString(Objects.requireNonNull(node.setupCode())).strip();
        Issued issued = node.astern().operators().setup(code, "ops");
        return issued.operator();
    }

    @Test
    void a_store_that_lost_signed_entries_is_not_written_to_until_somebody_begins_another_log() throws Exception {
        try (var node = open(null)) {
            node.astern().evidence().acts().ended(setUp(node), "POST /v1/test", 200);
            node.astern().evidence().acts().ended(setUpAgain(node), "POST /v1/test", 200);
            await(() -> node.astern().evidence().status().view().signed() == 2);
        }
        store.run(
                "ALTER TABLE receipt DISABLE TRIGGER USER",
                "DELETE FROM receipt WHERE log_index = 1",
                "DELETE FROM checkpoint WHERE size > 1",
                "ALTER TABLE receipt ENABLE TRIGGER USER");
        try (var node = open(null)) {
            assertThat(node.astern().evidence().checkpoints().halted()).isPresent();
            assertThat(node.astern().evidence().status().view().halted()).contains("entries were lost");
        }
        try (var node = open("test/log-2")) {
            await(() -> node.astern().evidence().status().view().signed() > 0);
            var first = node.astern().evidence().status().entries(-1, 1).items().getFirst();
            assertThat(first.entry()).contains("\"type\":\"recovery\"", "\"origin\":\"test/log\"", "\"signed_size\":2");
            assertThat(node.astern().evidence().checkpoints().halted()).isEmpty();
        }
        try (var node = open("test/log-2")) {
            assertThat(node.astern().evidence().status().view().origin()).isEqualTo("test/log-2");
        }
        assertThatThrownBy(() -> open("test/log-3")).hasMessageContaining("start without --recover-journal");
    }

    private static Operator setUpAgain(Node node) {
        return node.astern().operators().all().getFirst();
    }

    @Test
    void a_signer_of_another_key_is_refused_and_a_lost_one_needs_another_log() throws Exception {
        try (var node = open(null)) {
            node.astern().evidence().acts().ended(setUp(node), "POST /v1/test", 200);
            await(() -> node.astern().evidence().status().view().signed() == 1);
        }
        Files.move(data.resolve("signer"), data.resolve("signer-lost"));
        assertThatThrownBy(() -> open(null)).hasMessageContaining("--recover-journal");
        try (var node = open("test/log-2")) {
            await(() -> node.astern().evidence().status().view().signed() > 0);
        }
    }

    @Test
    void a_backup_of_the_keys_brings_nothing_back_that_was_erased() throws Exception {
        try (var node = open(null)) {
            var operator = setUp(node);
            var evidence = node.astern().evidence();
            evidence.acts().ended(operator, "POST /v1/test", 200);
            store.run("CREATE TABLE backup AS SELECT * FROM astern_keys.data_key");
            store.run(
                    "INSERT INTO session (id, kind, agent, agent_version, environment, targets, started_by, started_at,"
                            + " expires_at) VALUES ('log', 'AGENT', 'a', '1', 'test', '{}', 'ops', now(), now())");
            assertThat(evidence.erasures().session(operator, "log", "asked").keys())
                    .hasSize(1);
        }
        store.run(
                "INSERT INTO astern_keys.data_key SELECT * FROM backup ON CONFLICT DO NOTHING",
                "TRUNCATE astern_keys.destroyed_key, erasure");
        try (var node = open(null)) {
            assertThat(node.astern().actions().disclosures("log", 0).texts()).isEmpty();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
