package dev.astern.journal.signer;

import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.TreeSigner;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.journal.signer.SignerException.Why;
import dev.astern.journal.tree.ConsistencyProof;
import dev.astern.journal.tree.ProofCheck;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A signer whose key and memory are files of this machine. Made by {@link SignerFolder}. */
public final class LocalSigner implements Signer, Closeable {
    private final Keys keys;
    private final SecondKey secondKey;
    private final LastSigned memory;
    private final Closeable lock;

    private NoteSigner signer;
    private Optional<TreeSigner> second;
    private List<Note> rotations;

    /** What the memory has to say, unless it could not be written; then either the old or the new is right. */
    private Optional<TreeHead> expected = Optional.empty();

    private boolean usable = true;

    LocalSigner(Keys keys, SecondKey secondKey, LastSigned memory, Keys.Current current, Closeable lock)
            throws IOException {
        this.keys = keys;
        this.secondKey = secondKey;
        this.memory = memory;
        this.lock = lock;
        this.signer = current.signer();
        this.second = secondKey.read();
        this.rotations = List.copyOf(current.statements());
    }

    @Override
    public synchronized VerifierKey verifierKey() {
        return signer.verifier();
    }

    /** The log's ML-DSA-44 key, once it has one; a checkpoint then has its signature beside the other. */
    public synchronized Optional<VerifierKey> secondVerifierKey() {
        return second.map(TreeSigner::verifier);
    }

    /**
     * The statements by which each of the log's keys handed over to the next, oldest first. After a crash the log may
     * lack the entry of the last one.
     */
    @Override
    public synchronized List<Note> rotations() {
        return rotations;
    }

    @Override
    public synchronized TreeHead lastSigned() {
        var head = memory.read();
        if (expected.isPresent() && !expected.get().equals(head)) {
            throw new SignerException(Why.MEMORY, memory.file() + " was changed by somebody else");
        }
        return head;
    }

    @Override
    public synchronized Signing sign(Checkpoint checkpoint, ConsistencyProof extension) {
        if (!checkpoint.extensions().isEmpty()) {
            throw new IllegalArgumentException("a checkpoint of more than three lines, which nobody checks: bug");
        }
        if (!checkpoint.origin().equals(memory.origin())) {
            return new Signing.Refused(Signing.Why.ORIGIN, "this is the signer of " + memory.origin());
        }
        try {
            requireUsable();
            var head = lastSigned();
            var refusal = refusal(head, checkpoint, extension);
            return refusal.isPresent() ? refusal.get() : rememberAndSign(head, checkpoint);
        } catch (SignerException e) {
            return new Signing.Refused(Signing.Why.MEMORY, message(e));
        }
    }

    private static Optional<Signing> refusal(TreeHead head, Checkpoint checkpoint, ConsistencyProof extension) {
        if (checkpoint.treeSize() < head.size()) {
            return refused(
                    Signing.Why.SMALLER,
                    "a tree of " + head.size() + " leaves was signed, this one has " + checkpoint.treeSize());
        }
        if (extension.oldSize() != head.size() || extension.newSize() != checkpoint.treeSize()) {
            return refused(
                    Signing.Why.NOT_AN_EXTENSION,
                    "expected a proof from " + head.size() + " to " + checkpoint.treeSize() + ", found one from "
                            + extension.oldSize() + " to " + extension.newSize());
        }
        return switch (extension.verify(head.root(), checkpoint.rootHash())) {
            case ProofCheck.Proven() -> Optional.empty();
            case ProofCheck.Refuted(var step, var detail) -> refused(Signing.Why.NOT_AN_EXTENSION, detail);
        };
    }

    private static Optional<Signing> refused(Signing.Why why, String detail) {
        return Optional.of(new Signing.Refused(why, detail));
    }

    /** In this order: a signature that exists is remembered, whatever happens next. */
    private Signing rememberAndSign(TreeHead head, Checkpoint checkpoint) {
        var next = new TreeHead(checkpoint.treeSize(), checkpoint.rootHash());
        if (expected.isEmpty() || !next.equals(head)) {
            remember(next);
        }
        var text = checkpoint.text();
        var note = new Note(text, List.of(signer.sign(text)));
        return new Signing.Signed(second.map(also -> note.with(also.sign(text))).orElse(note));
    }

    private void remember(TreeHead next) {
        expected = Optional.empty();
        try {
            memory.write(next);
        } catch (IOException e) {
            throw new SignerException(Why.MEMORY, memory.file() + " can't be written", e);
        }
        expected = Optional.of(next);
    }

    /**
     * Goes on with a new key. The old one stays aside and signs no more. It has happened when this returns; when it
     * throws it may have, and the signer is to be opened again.
     *
     * @return what has to become an entry of the log: the old key's statement, which is among {@link #rotations} too
     */
    @Override
    public synchronized Note rotate(SecureRandom random) {
        requireUsable();
        long size = lastSigned().size();
        var next = new NoteSigner(signer.name(), SigningKey.generate(random));
        var statement = new RotationStatement(signer.name(), next.verifier(), size).signedBy(signer);
        usable = false;
        try {
            keys.add(next, statement);
        } catch (IOException e) {
            throw new SignerException(Why.STORAGE, keys.generations().folder() + " can't be written", e);
        }
        var all = new ArrayList<>(rotations);
        all.add(statement);
        rotations = List.copyOf(all);
        signer = next;
        usable = true;
        return statement;
    }

    /**
     * Gives the log an ML-DSA-44 key, unless it has one. Readers who are strict have to know both keys from then on. When
     * this throws, the log may have one, and the signer is to be opened again.
     */
    public synchronized VerifierKey addSecondKey(SecureRandom random) {
        requireUsable();
        if (second.isEmpty()) {
            var added = TreeSigner.generate(signer.name(), random);
            usable = false;
            try {
                secondKey.create(added);
            } catch (IOException e) {
                throw new SignerException(Why.STORAGE, secondKey.generations().folder() + " can't be written", e);
            }
            second = Optional.of(added);
            usable = true;
        }
        return second.orElseThrow().verifier();
    }

    private void requireUsable() {
        if (!usable) {
            throw new SignerException(Why.KEY, "a change of keys did not end, or the signer is closed; open it again");
        }
    }

    private static String message(SignerException e) {
        return String.valueOf(e.getMessage());
    }

    /** Gives the folder back; nothing is signed after that. */
    @Override
    public synchronized void close() {
        usable = false;
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "LocalSigner[" + verifierKey().text() + "]";
    }
}
