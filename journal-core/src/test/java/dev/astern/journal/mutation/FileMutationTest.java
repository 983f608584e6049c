package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.bundle.ConsistencyFile;
import dev.astern.journal.bundle.DisclosureLine;
import dev.astern.journal.bundle.FileDigest;
import dev.astern.journal.bundle.Manifest;
import dev.astern.journal.bundle.ProofLine;
import dev.astern.journal.bundle.RotationLine;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.PolicyReading;
import dev.astern.journal.policy.Quorum;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.journal.proof.TlogProof;
import dev.astern.journal.proof.TlogProofCheck;
import dev.astern.journal.proof.TlogProofVerifier;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.InclusionVerifier;
import dev.astern.journal.tree.NaiveTree;
import dev.astern.journal.tree.ProofCheck;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The files that prove something: changed, they are malformed, or say something that is refuted. */
class FileMutationTest {
    private static final int SIZE = 100;
    private static final int INDEX = 42;
    private static final NaiveTree TREE = NaiveTree.ofSize(SIZE);

    private static final NoteSigner LOG = new NoteSigner("example.com/log", key(1));
    private static final NoteSigner NEXT = new NoteSigner("example.com/log", key(4));
    private static final Cosigner ONE = new Cosigner("example.com/w1", key(2));
    private static final Cosigner TWO = new Cosigner("example.com/w2", key(3));
    private static final Policy POLICY = Policy.of(LOG.verifier(), List.of(ONE.verifier(), TWO.verifier()), 2);

    @Test
    void a_line_of_proofs() {
        var hashes = TREE.path(INDEX, 0, SIZE);
        var line = ProofLine.encode(INDEX, hashes);
        var verifier = new InclusionVerifier(SIZE, TREE.root(SIZE));
        var leaf = TREE.leaf(INDEX).toArray();
        Cases.run("mutations of lines of proofs", 2 * Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(line);
            if (ProofLine.parse(mutated, 0, mutated.length) instanceof Parsed.Read<ProofLine>(var read)) {
                assertThat(verifier.verify(read.index(), leaf, read.hashes())).isInstanceOf(ProofCheck.Refuted.class);
            }
        });
    }

    @Test
    void a_consistency_proof() {
        var proof = new ConsistencyProof(30, SIZE, TREE.proof(30, SIZE));
        var file = ConsistencyFile.encode(proof);
        Cases.run("mutations of consistency files", Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(file);
            if (ConsistencyFile.parse(mutated) instanceof Parsed.Read<ConsistencyProof>(var read)) {
                assertThat(ConsistencyFile.encode(read)).isEqualTo(mutated);
                // Both sizes are those of checkpoints; a verifier compares them first.
                boolean ofThese = read.oldSize() == 30 && read.newSize() == SIZE;
                assertThat(ofThese && read.verify(TREE.root(30), TREE.root(SIZE)) instanceof ProofCheck.Proven)
                        .isFalse();
            }
        });
    }

    @Test
    void a_proof_in_a_file_of_its_own() {
        var checkpoint = new Checkpoint("example.com/log", SIZE, TREE.root(SIZE));
        var note = new Note(checkpoint.text(), List.of(LOG.sign(checkpoint.text())))
                .with(ONE.cosign(checkpoint.text(), Instant.ofEpochSecond(1_700_000_000)))
                .with(TWO.cosign(checkpoint.text(), Instant.ofEpochSecond(1_700_000_000)));
        var file = new TlogProof(INDEX, TREE.path(INDEX, 0, SIZE), note).encode();
        var verifier = new TlogProofVerifier(POLICY, Reading.STRICT);
        assertThat(verifier.verify(file, NaiveTree.entry(INDEX))).isInstanceOf(TlogProofCheck.Accepted.class);
        Cases.run("mutations of tlog-proofs", Cases.MANY / 10, seed -> {
            var mutator = new Mutator(seed);
            var mutated = mutator.mutate(file);
            if (TlogProof.parse(mutated) instanceof Parsed.Read<TlogProof>(var read)) {
                assertThat(read.encode()).isEqualTo(mutated);
            }
            assertThat(verifier.verify(mutated, NaiveTree.entry(INDEX)))
                    .as(() -> new String(mutated, UTF_8))
                    .isInstanceOf(TlogProofCheck.Rejected.class);
        });
    }

    @Test
    void a_policy_trusts_nobody_else() {
        var text = "log " + LOG.verifier().text() + " https://log\n# two witnesses\nwitness one "
                + ONE.verifier().text() + "\nwitness two " + TWO.verifier().text()
                + "\ngroup both all one two\nquorum both\n";
        var known = new HashSet<>(POLICY.keys());
        int[] read = {0};
        Cases.run("mutations of policies", Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(text.getBytes(UTF_8));
            if (Policy.parse(mutated) instanceof PolicyReading.Read(var policy)) {
                read[0]++;
                assertThat(known).containsAll(policy.keys());
                // No change of a few bytes turns a group into none.
                assertThat(policy.quorum()).isNotInstanceOf(Quorum.None.class);
                assertThat(policy.quorum().isMetBy(new HashSet<>())).isFalse();
            }
        });
        assertThat(read[0]).as("comments, spaces, names and addresses are free").isPositive();
    }

    @Test
    void a_statement_by_which_a_key_hands_over() {
        var statement = new RotationStatement("example.com/log", NEXT.verifier(), 70);
        var line = RotationLine.encode(statement.signedBy(LOG));
        var verifier = new NoteVerifier(List.of(LOG.verifier()), Reading.STRICT);
        Cases.run("mutations of rotations", Cases.MANY, seed -> {
            var mutated = new Mutator(seed).mutate(line);
            if (RotationLine.parse(mutated) instanceof Parsed.Read<Note>(var note)) {
                assertThat(RotationLine.encode(note)).isEqualTo(mutated);
                assertThat(verifier.verify(note)).isInstanceOf(NoteCheck.Rejected.class);
            }
        });
    }

    @Test
    void a_manifest_and_a_line_of_disclosures_have_one_form() {
        var files = new EnumMap<BundleFile, FileDigest>(BundleFile.class);
        for (var file : BundleFile.values()) {
            if (file != BundleFile.MANIFEST) {
                files.put(file, new FileDigest(7, Hash.EMPTY_TREE));
            }
        }
        var manifest = new Manifest(
                        Instant.parse("2026-11-21T10:00:00Z"),
                        4,
                        files,
                        "o",
                        new Scope.Sessions(List.of("ses_1", "ses_2")))
                .encode();
        var line = new DisclosureLine(7, List.of(Disclosure.field(new byte[16], "a", "b"))).encode();
        Cases.run("mutations of manifests and lines of disclosures", Cases.MANY, seed -> {
            var mutator = new Mutator(seed);
            var changed = mutator.mutate(manifest);
            if (Manifest.parse(changed) instanceof Parsed.Read<Manifest>(var read)) {
                assertThat(read.encode()).isEqualTo(changed);
            }
            var other = mutator.mutate(line);
            if (DisclosureLine.parse(other) instanceof Parsed.Read<DisclosureLine>(var read)) {
                assertThat(read.encode()).isEqualTo(other);
            }
        });
    }

    private static SigningKey key(int first) {
        var seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return SigningKey.ofSeed(seed);
    }
}
