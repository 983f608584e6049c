package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.EvidenceSettings;
import dev.astern.config.GatewaySettings;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.proof.TlogProofCheck;
import dev.astern.journal.proof.TlogProofVerifier;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.journal.tile.EntryBundle;
import dev.astern.journal.tile.EntryBundlePath;
import dev.astern.journal.tile.TilePath;
import dev.astern.journal.tree.CompactRange;
import dev.astern.model.Erasure;
import dev.astern.model.Log;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.sealing.WrongMasterKeyException;
import dev.astern.storage.postgres.PgStores;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLifeTest {
    private static final EvidenceSettings SETTINGS = EvidenceSettings.defaults();

    @TempDir
    private Path folder;

    private TestPostgres.Database database;
    private PgStores stores;
    private @Nullable LocalSigner signer;
    private @Nullable Checkpoints checkpoints;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        stores = TestStores.open(database);
        begin();
    }

    @AfterEach
    void close() {
        end();
        stores.close();
    }

    private Checkpoints begin() {
        signer = SignerFolder.open(folder.resolve("signer"), TestStores.ORIGIN);
        var log = stores.stores().log();
        log.signedBy(log.current().id(), null, signer.verifierKey().text());
        checkpoints = new Checkpoints(
                        log.current(), log, signer, null, SETTINGS, Clock.systemUTC(), step -> {}, (what, e) -> {})
                .start();
        return checkpoints;
    }

    private void end() {
        if (checkpoints != null) {
            checkpoints.close();
            checkpoints = null;
        }
        if (signer != null) {
            signer.close();
            signer = null;
        }
    }

    private Receipt append(String session) {
        return submit(session).join();
    }

    private CompletableFuture<Receipt> submit(String session) {
        var draft = new ReceiptDraft(
                session, null, ReceiptType.REFUSAL, Instant.now(), Map.of(), Map.of("command", "secret of " + session));
        return stores.stores().journal().append(draft, null);
    }

    private Checkpoints checkpoints() {
        return checkpoints == null ? begin() : checkpoints;
    }

    private void restart() {
        end();
        begin();
    }

    @Test
    void every_receipt_is_signed_for_and_proven_to_an_outsider() {
        var first = append("ses_1");
        var last = first;
        for (int i = 0; i < 600; i++) {
            last = append("ses_" + i % 7);
        }
        assertThat(checkpoints().awaitSigned(last)).isEmpty();
        for (var receipt : List.of(first, last)) {
            var proven = proofs().prove(receipt.sessionId(), receipt.sequence());
            assertThat(check(proven)).isInstanceOf(TlogProofCheck.Accepted.class);
        }
    }

    @Test
    void tiles_are_what_c2sp_says_and_never_beyond_what_is_signed() {
        Receipt last = append("ses_0");
        for (int i = 0; i < 299; i++) {
            last = append("ses_" + i % 3);
        }
        checkpoints().awaitSigned(last);
        var published = new PublishedLog(stores.stores().log());
        var full = hashes(published, "tile/0/000", 256);
        var partial = hashes(published, "tile/0/001.p/44", 44);
        var above = hashes(published, "tile/1/000.p/1", 1);
        assertThat(tile(published, "tile/0/001.p/45")).isEmpty();
        assertThat(tile(published, "tile/0/001")).isEmpty();
        assertThat(tile(published, "tile/2/000.p/1")).isEmpty();
        assertThat(tile(published, "tile/1/000.p/1")).isPresent();

        var range = CompactRange.EMPTY;
        for (var hash : full) {
            range = range.append(hash);
        }
        assertThat(range.root()).isEqualTo(above.getFirst());
        for (var hash : partial) {
            range = range.append(hash);
        }
        var note = new String(published.checkpoint().orElseThrow(), UTF_8);
        assertThat(note).startsWith(TestStores.ORIGIN + "\n300\n" + range.root().base64() + "\n\n");

        var bundle = EntryBundle.parse(
                new EntryBundlePath(0, 256), tile(published, "tile/entries/000").orElseThrow());
        assertThat(bundle)
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat(((EntryBundle) read.value()).leafHashes())
                                .isEqualTo(full));
    }

    @Test
    void what_is_appended_while_the_signer_is_away_is_signed_when_it_is_back() {
        append("ses_1");
        end();
        var late = append("ses_1");
        begin();
        assertThat(checkpoints().awaitSigned(late)).isEmpty();
        restart();
        assertThat(checkpoints().halted()).isEmpty();
        assertThat(checkpoints().awaitSigned(append("ses_1"))).isEmpty();
    }

    @Test
    void nothing_is_signed_any_more_after_entries_were_lost() throws Exception {
        checkpoints().awaitSigned(append("ses_1"));
        var lost = append("ses_1");
        checkpoints().awaitSigned(lost);
        end();
        loseFrom(lost.index());
        begin();
        assertThat(checkpoints().halted()).isPresent();
        var after = append("ses_2");
        assertThat(checkpoints().awaitSigned(after).map(Problem::reason)).contains(Reason.JOURNAL_HALTED);
        var assurance = new CheckpointAssurance(checkpoints(), null);
        assertThat(assurance
                        .await(after, Tier.WRITE, Reversibility.TRIVIALLY_REVERSIBLE)
                        .map(Problem::reason))
                .contains(Reason.JOURNAL_HALTED);
        restart();
        assertThat(checkpoints().halted())
                .as("as many entries as before, but others")
                .isPresent();
        assertThat(stores.stores().log().current().halted()).isNotNull();
    }

    @Test
    void an_entry_that_was_edited_in_the_store_is_not_signed_over() throws Exception {
        var edited = append("ses_1");
        checkpoints().awaitSigned(append("ses_1"));
        end();
        storage("UPDATE receipt SET hash = repeat('0', 64) WHERE log_index = " + edited.index());
        begin();
        assertThat(checkpoints().halted()).isPresent();
    }

    @Test
    void a_new_log_says_what_was_lost_and_the_old_proofs_stay() throws Exception {
        var kept = append("ses_1");
        checkpoints().awaitSigned(kept);
        var old = proofs().prove("ses_1", kept.sequence());
        var lost = append("ses_1");
        checkpoints().awaitSigned(lost);
        var oldPolicy = policy();
        end();
        loseFrom(lost.index());
        var store = stores.stores().log();
        var after = new Log.Lost(TestStores.ORIGIN, 2, "root", 1);
        signer = SignerFolder.startOver(folder.resolve("signer"), "test/log-2");
        store.begin("test/log-2", Instant.now(), after);
        store.signedBy(store.current().id(), null, signer.verifierKey().text());
        signer.close();
        try (var fresh = TestStores.open(database)) {
            var recorder = new Recorder(fresh.stores().journal(), GatewaySettings.defaults("n"));
            signer = SignerFolder.open(folder.resolve("signer"), "test/log-2");
            checkpoints = new Checkpoints(
                            store.current(),
                            store,
                            signer,
                            null,
                            SETTINGS,
                            Clock.systemUTC(),
                            step -> {},
                            (what, e) -> {})
                    .start();
            new Recovery(store, recorder, Clock.systemUTC()).enter();
            new Recovery(store, recorder, Clock.systemUTC()).enter();
            var first = store.entries(store.current().id(), 0, 10);
            assertThat(first).hasSize(1);
            assertThat(first.getFirst()).contains("\"type\":\"recovery\"", "\"signed_size\":2");
            var next = fresh.stores()
                    .journal()
                    .append(
                            new ReceiptDraft("ses_1", null, ReceiptType.REFUSAL, Instant.now(), Map.of(), Map.of()),
                            null)
                    .join();
            assertThat(next.index()).isEqualTo(1);
            assertThat(next.sequence()).isEqualTo(1);
            assertThat(checkpoints().awaitSigned(next)).isEmpty();
            end();
        }
        assertThat(new TlogProofVerifier(oldPolicy, Reading.STRICT)
                        .verify(old.proof().getBytes(UTF_8), old.entry().getBytes(UTF_8)))
                .isInstanceOf(TlogProofCheck.Accepted.class);
    }

    @Test
    void a_key_is_rotated_by_an_entry_that_the_old_one_signed_also_when_the_node_died_in_between() {
        checkpoints().awaitSigned(append("ses_1"));
        var store = stores.stores().log();
        var recorder = new Recorder(stores.stores().journal(), GatewaySettings.defaults("n"));
        var before = String.valueOf(store.current().key());
        var rotation = new KeyRotation(signer, store, recorder, Clock.systemUTC());
        var fresh = rotation.rotate();
        assertThat(store.current().key()).isEqualTo(fresh).isNotEqualTo(before);

        Objects.requireNonNull(signer).rotate(new SecureRandom());
        restart();
        assertThat(KeyRotation.handedOver(Objects.requireNonNull(signer), store.current()))
                .isTrue();
        new KeyRotation(signer, store, recorder, Clock.systemUTC()).catchUp();
        assertThat(store.current().key())
                .isEqualTo(Objects.requireNonNull(signer).verifierKey().text());
        var entries = store.entries(store.current().id(), 0, 100).stream()
                .filter(entry -> entry.contains("\"type\":\"key_rotation\""))
                .toList();
        assertThat(entries).hasSize(2);
        assertThat(entries.getFirst()).contains("\"old\":\"" + before + "\"");
        checkpoints().awaitSigned(append("ses_1"));
        assertThat(check(proofs().prove("ses_1", 0))).isInstanceOf(TlogProofCheck.Accepted.class);
    }

    @Test
    void erasing_a_session_leaves_its_entries_and_proofs() {
        var gone = append("ses_gone");
        var stays = append("ses_stays");
        checkpoints().awaitSigned(stays);
        var journal = stores.stores().journal();
        assertThat(journal.disclosures("ses_gone", 0).texts()).hasSize(1);
        var erasures = stores.stores().erasures();
        var keys = stores.stores().keys().ofScopes(List.of("session:ses_gone"));
        erasures.erase(new Erasure("era_1", "session", keys, List.of("ses_gone"), "op", "asked", Instant.now()));
        stores.vault().forget();
        assertThat(journal.disclosures("ses_gone", 0).texts()).isEmpty();
        assertThat(journal.disclosures("ses_stays", 0).texts()).hasSize(1);
        assertThat(check(proofs().prove(gone.sessionId(), gone.sequence())))
                .isInstanceOf(TlogProofCheck.Accepted.class);
        assertThat(erasures.unrecorded()).hasSize(1);
    }

    @Test
    void a_wrong_master_key_is_refused_before_anything_is_sealed_under_it() {
        append("ses_1");
        assertThatThrownBy(() -> TestStores.open(database, new byte[] {1}))
                .isInstanceOf(WrongMasterKeyException.class)
                .hasMessageContaining("--master-key-file");
    }

    private Proofs proofs() {
        return new Proofs(stores.stores().journal(), stores.stores().log(), null);
    }

    private TlogProofCheck check(Proofs.Proven proven) {
        return new TlogProofVerifier(policy(), Reading.STRICT)
                .verify(proven.proof().getBytes(UTF_8), proven.entry().getBytes(UTF_8));
    }

    private Policy policy() {
        return Policy.of(Objects.requireNonNull(signer).verifierKey(), List.of(), 0);
    }

    private static Optional<byte[]> tile(PublishedLog log, String path) {
        return TilePath.parse(path) instanceof Parsed.Read<TilePath>(var read) ? log.tile(read) : Optional.empty();
    }

    private static List<Hash> hashes(PublishedLog log, String path, int count) {
        var bytes = tile(log, path).orElseThrow();
        assertThat(bytes).hasSize(count * Hash.SIZE_BYTES);
        return IntStream.range(0, count)
                .mapToObj(i -> Hash.copyOf(Arrays.copyOfRange(bytes, i * Hash.SIZE_BYTES, (i + 1) * Hash.SIZE_BYTES)))
                .toList();
    }

    private void loseFrom(long index) {
        stores.close();
        storage("DELETE FROM receipt WHERE log_index >= " + index);
        storage("DELETE FROM checkpoint WHERE size > " + index);
        stores = TestStores.open(database);
    }

    /** What only somebody with the rights of the store's owner can do. */
    private void storage(String sql) {
        database.run("ALTER TABLE receipt DISABLE TRIGGER USER", sql, "ALTER TABLE receipt ENABLE TRIGGER USER");
    }
}
