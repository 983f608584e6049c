package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.EvidenceSettings;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.proof.TlogProofCheck;
import dev.astern.journal.proof.TlogProofVerifier;
import dev.astern.journal.remote.Http;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.postgres.PgStores;
import dev.astern.testing.TestPostgres;
import dev.astern.testing.TestStores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's word adds: an operator who has the key, the store and all backups still can't tell two stories. */
class WitnessedJournalTest {
    private static final EvidenceSettings SETTINGS = new EvidenceSettings(
            Duration.ofMillis(20),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofSeconds(30),
            null);

    @TempDir
    private Path folder;

    private final TestPostgres.Database database = TestPostgres.database();
    private @Nullable VerifierKey log;

    /** A node's journal while it lives. */
    private record Journal(PgStores stores, LocalSigner signer, Checkpoints checkpoints, Witnessing witnessing)
            implements AutoCloseable {
        Receipt append() {
            var draft = new ReceiptDraft("ses_1", null, ReceiptType.REFUSAL, Instant.now(), Map.of(), Map.of());
            return stores.stores().journal().append(draft, null).join();
        }

        Optional<Problem> assure(Receipt receipt, Reversibility reversibility) {
            return new CheckpointAssurance(checkpoints, witnessing).await(receipt, Tier.WRITE, reversibility);
        }

        @Override
        public void close() {
            witnessing.close();
            checkpoints.close();
            signer.close();
            stores.close();
        }
    }

    private Journal open(Policy policy) {
        var stores = TestStores.open(database);
        var store = stores.stores().log();
        var signer = SignerFolder.open(folder.resolve("signer"), TestStores.ORIGIN);
        store.signedBy(store.current().id(), null, signer.verifierKey().text());
        var witnesses = new Witnesses(store, policy, new Http(Duration.ofSeconds(2)));
        var checkpoints = new Checkpoints(
                store.current(), store, signer, witnesses, SETTINGS, Clock.systemUTC(), step -> {}, (what, e) -> {});
        var witnessing =
                new Witnessing(store.current(), store, witnesses, true, SETTINGS, checkpoints::halt, (what, e) -> {});
        checkpoints.start();
        witnessing.start();
        return new Journal(stores, signer, checkpoints, witnessing);
    }

    private WitnessProcess witness(boolean fresh, int port) throws IOException {
        if (log == null) {
            try (var signer = SignerFolder.open(folder.resolve("signer"), TestStores.ORIGIN)) {
                log = signer.verifierKey();
            }
        }
        return WitnessProcess.start(folder, log, fresh, port);
    }

    @Test
    void an_irreversible_action_waits_until_the_witness_has_seen_its_intent() throws Exception {
        var witness = witness(true, 0);
        try (var journal = open(witness.policy())) {
            var intent = journal.append();
            assertThat(journal.assure(intent, Reversibility.IRREVERSIBLE)).isEmpty();
            var proven = new Proofs(
                            journal.stores().stores().journal(),
                            journal.stores().stores().log(),
                            journal.witnessing())
                    .prove("ses_1", 0);
            var policy = new Policy(
                    List.of(new Policy.Log(journal.signer().verifierKey(), Optional.empty())),
                    witness.policy().witnesses(),
                    witness.policy().quorum());
            assertThat(new TlogProofVerifier(policy, Reading.STRICT)
                            .verify(
                                    proven.proof().getBytes(UTF_8),
                                    proven.entry().getBytes(UTF_8)))
                    .isInstanceOf(TlogProofCheck.Accepted.class);

            witness.close();
            var unseen = journal.append();
            assertThat(journal.assure(unseen, Reversibility.PARTIALLY_REVERSIBLE))
                    .isEmpty();
            assertThat(journal.assure(unseen, Reversibility.IRREVERSIBLE).map(Problem::reason))
                    .contains(Reason.NOT_WITNESSED);
            try (var again = witness(false, witness.port())) {
                assertThat(again.key()).isEqualTo(witness.key());
                assertThat(journal.assure(journal.append(), Reversibility.IRREVERSIBLE))
                        .isEmpty();
            }
        } finally {
            witness.close();
        }
    }

    @Test
    void a_proof_is_under_a_checkpoint_that_the_witness_has_seen() throws Exception {
        try (var witness = witness(true, 0);
                var journal = open(witness.policy())) {
            var stores = journal.stores().stores();
            var proofs = new Proofs(stores.journal(), stores.log(), journal.witnessing());
            for (int i = 0; i < 5; i++) {
                var last = journal.append();
                // Nobody has waited for this one before.
                var proven = proofs.prove("ses_1", last.sequence());
                assertThat(proven.proof()).contains("\u2014 " + witness.key().name() + " ");
            }
        }
    }

    @Test
    void nothing_is_signed_after_store_and_signer_were_both_set_back() throws Exception {
        try (var witness = witness(true, 0)) {
            try (var journal = open(witness.policy())) {
                assertThat(journal.assure(journal.append(), Reversibility.IRREVERSIBLE))
                        .isEmpty();
            }
            copy(folder.resolve("signer"), folder.resolve("signer-backup"));
            try (var journal = open(witness.policy())) {
                assertThat(journal.assure(journal.append(), Reversibility.IRREVERSIBLE))
                        .isEmpty();
            }
            database.run(
                    "ALTER TABLE receipt DISABLE TRIGGER USER",
                    "DELETE FROM receipt WHERE log_index = 1",
                    "DELETE FROM checkpoint WHERE size > 1",
                    "ALTER TABLE receipt ENABLE TRIGGER USER");
            delete(folder.resolve("signer"));
            copy(folder.resolve("signer-backup"), folder.resolve("signer"));
            try (var journal = open(witness.policy())) {
                var other = journal.append();
                assertThat(journal.assure(other, Reversibility.PARTIALLY_REVERSIBLE)
                                .map(Problem::reason))
                        .contains(Reason.JOURNAL_HALTED);
                assertThat(journal.checkpoints().halted().map(Problem::detail).orElse(""))
                        .contains("witness.test/w1");
            }
        }
    }

    @Test
    void nothing_is_signed_while_nobody_can_say_whether_entries_were_lost() throws Exception {
        var witness = witness(true, 0);
        var policy = witness.policy();
        witness.close();
        try (var journal = open(policy)) {
            var intent = journal.append();
            assertThat(journal.assure(intent, Reversibility.PARTIALLY_REVERSIBLE)
                            .map(Problem::reason))
                    .contains(Reason.NOT_SIGNED);
            try (var again = witness(false, witness.port())) {
                assertThat(again.key()).isEqualTo(witness.key());
                assertThat(journal.assure(journal.append(), Reversibility.IRREVERSIBLE))
                        .isEmpty();
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
