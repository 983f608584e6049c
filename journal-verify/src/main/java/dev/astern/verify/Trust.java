package dev.astern.verify;

import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.BundleFile;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.verify.Rotations.Rotation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose signatures count for a bundle: the policy's, and if that was asked for, the keys that a key of the policy handed
 * over to, each from the size on at which it took over.
 */
final class Trust {
    private final Reading reading;
    private Policy policy;
    /** From which size of the tree on a key signs, and up to which one. */
    private final Map<VerifierKey, Long> from = new HashMap<>();

    private final Map<VerifierKey, Long> until = new HashMap<>();

    Trust(Policy policy, Reading reading) {
        this.policy = policy;
        this.reading = reading;
    }

    /** Takes over what {@code rotations.jsonl} says. */
    void follow(byte[] file, Findings findings) {
        var problem = switch (Rotations.parse(file)) {
            case Parsed.Malformed<Rotations>(var flaw) -> Optional.of(flaw.sentence());
            case Parsed.Read<Rotations>(var rotations) ->
                rotations.after(logKeys()).stream()
                        .map(this::follow)
                        .flatMap(Optional::stream)
                        .findFirst();
        };
        problem.ifPresent(detail -> findings.fail(Step.ROTATIONS, BundleFile.ROTATIONS.fileName(), detail));
    }

    private Optional<String> follow(Rotation rotation) {
        var statement = rotation.statement();
        var old = logKeys().stream().filter(rotation::isSignedBy).findFirst();
        if (old.isEmpty()) {
            return Optional.of("no key that is trusted signed a statement");
        }
        if (until.putIfAbsent(old.get(), statement.treeSize()) != null
                || from.putIfAbsent(statement.next(), statement.treeSize()) != null
                || statement.treeSize() < from.getOrDefault(old.get(), 0L)) {
            return Optional.of("a key hands over twice, or takes over twice, or hands over before it took over");
        }
        if (logKeys().contains(statement.next())) {
            return Optional.empty();
        }
        if (policy.keys().stream()
                .anyMatch(key -> key.publicKey().equals(statement.next().publicKey()))) {
            return Optional.of("the key that takes over is another's");
        }
        policy = policy.with(statement.next());
        return Optional.empty();
    }

    private List<VerifierKey> logKeys() {
        return policy.logs().stream().map(Policy.Log::key).toList();
    }

    /** Whether a checkpoint is believed. */
    CheckpointCheck check(byte[] note) {
        return inForce(new CheckpointVerifier(policy, reading).verify(note));
    }

    /** The same for one that the bundle's own checkpoint has to extend, and whose witnesses therefore do not matter. */
    CheckpointCheck checkOlder(byte[] note) {
        return inForce(new CheckpointVerifier(policy.withoutQuorum(), reading).verify(note));
    }

    private CheckpointCheck inForce(CheckpointCheck check) {
        if (!(check instanceof CheckpointCheck.Accepted accepted)) {
            return check;
        }
        boolean inForce = accepted.signatures().stream().anyMatch(signature -> isInForce(signature.key(), accepted));
        return inForce
                ? check
                : new CheckpointCheck.Rejected(
                        CheckpointCheck.Step.LOG, "the key that signed had handed over by then, or had not taken over");
    }

    private boolean isInForce(VerifierKey key, CheckpointCheck.Accepted accepted) {
        long size = accepted.checkpoint().treeSize();
        return key.type() != KeyType.COSIGNATURE
                && key.name().equals(accepted.checkpoint().origin())
                && from.getOrDefault(key, 0L) <= size
                && size <= until.getOrDefault(key, Long.MAX_VALUE);
    }
}
