package dev.astern.verify;

import static dev.astern.verify.BundleVerifierTest.first;
import static dev.astern.verify.BundleVerifierTest.steps;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Bytes;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.ProofCheck;
import dev.astern.verify.TestLog.Said;
import dev.astern.verify.lines.ChainOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What can be done to the journal, by whom, and who notices: every cell of the table in {@code docs/journal.md}. Each
 * attacker makes the best of what they have: chain, tree, proofs, audit files and manifest are made again to fit.
 */
class AttackTableTest {
    @TempDir
    Path scratch;

    private final TestLog honest = new TestLog(1);
    private final Witness witness = new Witness(TestLog.witness(1));
    private final Policy operator = Policy.of(honest.signer.verifier(), List.of(), 0);
    private final Policy quorum = Policy.of(honest.signer.verifier(), List.of(witness.cosigner.verifier()), 1);

    enum Attack {
        EDIT {
            @Override
            void change(List<Said> said) {
                said.set(2, said.get(2).with("exit_code", 1));
            }
        },
        DELETE {
            @Override
            void change(List<Said> said) {
                said.remove(3);
            }
        },
        TRUNCATE {
            @Override
            void change(List<Said> said) {
                said.subList(said.size() - 2, said.size()).clear();
            }
        },
        SWAP {
            @Override
            void change(List<Said> said) {
                Collections.swap(said, 1, 3);
            }
        },
        INSERT {
            @Override
            void change(List<Said> said) {
                said.add(2, said.get(5));
            }
        },
        BACKDATE {
            @Override
            void change(List<Said> said) {
                said.set(4, said.get(4).at(said.get(4).time().minus(Duration.ofSeconds(3))));
            }
        };

        abstract void change(List<Said> said);
    }

    /** Cosigns what extends the last it saw, and nothing else. */
    private static final class Witness {
        private final Cosigner cosigner;
        private Optional<Checkpoint> seen = Optional.empty();

        Witness(Cosigner cosigner) {
            this.cosigner = cosigner;
        }

        Note ask(TestLog log, Note signed) {
            var next = log.checkpoint();
            boolean extended = seen.isEmpty()
                    || (seen.get().treeSize() <= next.treeSize()
                            && consistency(log, seen.get().treeSize())
                                            .verify(seen.get().rootHash(), next.rootHash())
                                    instanceof ProofCheck.Proven);
            if (!extended) {
                return signed;
            }
            seen = Optional.of(next);
            return signed.with(cosigner.cosign(next.text(), log.now()));
        }
    }

    private static ConsistencyProof consistency(TestLog log, long oldSize) {
        return oldSize <= log.size() ? log.consistency(oldSize) : new ConsistencyProof(oldSize, oldSize, List.of());
    }

    @BeforeEach
    void an_honest_log() {
        honest.open("ses_1");
        honest.act("ses_1", "DELETE FROM accounts WHERE id = 7");
        honest.act("ses_1", "DELETE FROM accounts WHERE id = 8");
        honest.act("ses_1", "SELECT 1");
        honest.close("ses_1");
        var genuine = witness.ask(honest, honest.sign(honest.checkpoint()));
        assertThat(verify(quorum, bundle(honest, genuine), Optional.of(genuine)))
                .isInstanceOf(Verdict.Verified.class);
        assertThat(verify(quorum, bundle(honest, genuine), Optional.of(genuine)).warnings())
                .isEmpty();
    }

    private TestLog attacked(Attack attack, NoteSigner signer) {
        var said = new ArrayList<>(honest.said);
        attack.change(said);
        var log = new TestLog(1, signer);
        said.forEach(log::add);
        return log;
    }

    @ParameterizedTest
    @EnumSource
    void who_has_the_database_only_is_detected(Attack attack) {
        var genuine = honest.sign(honest.checkpoint());
        var forged = attacked(attack, new NoteSigner(TestLog.ORIGIN, TestLog.key(66)));
        var bundle = bundle(forged, forged.sign(forged.checkpoint()))
                .with(BundleFile.CHECKPOINT, genuine.encode())
                .sealed();
        // A tail that is gone leaves fewer receipts than the checkpoint counts; all else leads to another root.
        assertThat(first(verify(operator, bundle, Optional.empty())).step()).isIn(Step.INCLUSION, Step.COMPLETENESS);
        // Without the log's key no other checkpoint will do.
        var own = bundle(forged, forged.sign(forged.checkpoint()));
        assertThat(steps(verify(operator, own, Optional.empty()))).containsExactly(Step.CHECKPOINT);
    }

    @ParameterizedTest
    @EnumSource
    void a_bare_chain_that_was_made_again_says_nothing(Attack attack) {
        var forged = attacked(attack, honest.signer);
        assertThat(ChainOnly.problem(forged.leaves)).isEmpty();
        assertThat(forged.leaves).isNotEqualTo(honest.leaves);
    }

    @ParameterizedTest
    @EnumSource
    void an_operator_with_the_key_and_no_witness_is_not_detected_and_the_verdict_warns(Attack attack) {
        var forged = attacked(attack, honest.signer);
        var verdict = verify(operator, bundle(forged, forged.sign(forged.checkpoint())), Optional.empty());
        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.warnings()).extracting(Warning::kind).contains(Warning.Kind.UNWITNESSED);
    }

    @ParameterizedTest
    @EnumSource
    void an_operator_with_the_key_is_detected_by_who_demands_a_quorum(Attack attack) {
        var forged = attacked(attack, honest.signer);
        var note = witness.ask(forged, forged.sign(forged.checkpoint()));
        assertThat(note.signatures()).as("the witness refuses").hasSize(1);
        assertThat(steps(verify(quorum, bundle(forged, note), Optional.empty())))
                .containsExactly(Step.CHECKPOINT);
        // Cosignatures of the genuine checkpoint do not fit the forged one.
        var genuine = honest.sign(honest.checkpoint(), witness.cosigner);
        var mixed = new Note(forged.checkpoint().text(), genuine.signatures());
        assertThat(steps(verify(quorum, bundle(forged, mixed), Optional.empty())))
                .containsExactly(Step.CHECKPOINT);
    }

    @ParameterizedTest
    @EnumSource
    void an_operator_with_the_key_is_detected_by_who_kept_a_checkpoint(Attack attack) {
        var kept = honest.sign(honest.checkpoint());
        var forged = attacked(attack, honest.signer);
        assertThat(steps(verify(operator, withProof(forged, kept), Optional.of(kept))))
                .containsExactly(Step.CONSISTENCY);
        // Going on from there makes nothing better.
        forged.open("ses_2");
        forged.act("ses_2", "SELECT 2");
        forged.act("ses_2", "SELECT 3");
        assertThat(steps(verify(operator, withProof(forged, kept), Optional.of(kept))))
                .containsExactly(Step.CONSISTENCY);
    }

    @ParameterizedTest
    @EnumSource
    void who_kept_a_checkpoint_of_before_is_warned_about_what_came_after(Attack attack) {
        var kept = honest.sign(honest.checkpoint(1));
        var forged = attacked(attack, honest.signer);
        var verdict = verify(operator, withProof(forged, kept), Optional.of(kept));
        assertThat(verdict).isInstanceOf(Verdict.Verified.class);
        assertThat(verdict.warnings())
                .filteredOn(warning -> warning.kind() == Warning.Kind.UNWITNESSED)
                .singleElement()
                .matches(warning -> warning.detail().contains("after the first 1 entries"));
    }

    /** All of a log, as an export of everything. */
    private TestBundle bundle(TestLog log, Note checkpoint) {
        var scope = new Scope.Since(0, TestLog.START);
        return log.bundle(scratch, log.head(scope, checkpoint), LongStream.range(0, log.size()));
    }

    private TestBundle withProof(TestLog log, Note kept) {
        long size = Long.parseLong(
                new String(kept.encode(), UTF_8).lines().skip(1).findFirst().orElseThrow());
        var head = new BundleHead(
                new Scope.Since(0, TestLog.START),
                log.now(),
                log.sign(log.checkpoint()),
                Optional.of(new BundleHead.Old(
                        log.sign(log.checkpoint(Math.min(size, log.size()))), consistency(log, size))),
                Optional.empty(),
                List.of());
        var bundle = log.bundle(scratch, head, LongStream.range(0, log.size()));
        // Of a longer tree than there is now nobody has a proof; the attacker leaves it out.
        return size <= log.size()
                ? bundle
                : bundle.without(BundleFile.OLD_CHECKPOINT)
                        .without(BundleFile.CONSISTENCY)
                        .sealed();
    }

    private static Verdict verify(Policy policy, TestBundle bundle, Optional<Note> kept) {
        var options = new Options(
                Reading.STRICT, false, kept.map(note -> Bytes.copyOf(note.encode())), List.of(), 1 << 20, 1);
        return new BundleVerifier(policy, options).verify(bundle);
    }
}
