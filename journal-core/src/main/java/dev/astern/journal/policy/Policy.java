package dev.astern.journal.policy;

import dev.astern.journal.Bytes;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.VerifierKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whom a verifier believes. It comes from the verifier's side, never along with what is verified.
 *
 * @param logs any one of them may have signed; two have one name while a log's key is rotated
 * @param witnesses all that are known; a signature of any other is unknown
 * @param quorum which of the witnesses have to have cosigned
 */
public record Policy(List<Log> logs, List<Witness> witnesses, Quorum quorum) {
    /**
     * @param key whose name is the log's origin
     * @param url where the log is, for whoever asks it for something
     */
    public record Log(VerifierKey key, Optional<String> url) {}

    /**
     * @param name within the policy only
     * @param url where the witness is, for whoever asks it for something
     */
    public record Witness(String name, VerifierKey key, Optional<String> url) {}

    public Policy {
        logs = List.copyOf(logs);
        witnesses = List.copyOf(witnesses);
        if (logs.stream().anyMatch(log -> log.key().type() == KeyType.COSIGNATURE)
                || witnesses.stream().anyMatch(witness -> witness.key().type() != KeyType.COSIGNATURE)) {
            throw new IllegalArgumentException(
                    "a log signs with Ed25519 or ML-DSA keys, a witness with cosignature keys");
        }
        var different = new HashSet<Bytes>();
        if (!keys(logs, witnesses).map(VerifierKey::publicKey).allMatch(different::add)) {
            throw new IllegalArgumentException("one key under two names would count as two");
        }
    }

    /** A policy of one log, and of witnesses that count alike. */
    public static Policy of(VerifierKey log, List<VerifierKey> witnesses, int threshold) {
        var named = witnesses.stream().map(key -> new Witness(key.name(), key, Optional.empty()));
        var members = witnesses.stream().<Quorum>map(Quorum.Witness::new).toList();
        return new Policy(
                List.of(new Log(log, Optional.empty())),
                named.toList(),
                threshold == 0 ? new Quorum.None() : new Quorum.Group(threshold, members));
    }

    /** Reads a tlog-policy file. */
    public static PolicyReading parse(byte[] bytes) {
        return new PolicyParser().parse(bytes);
    }

    /** The same, but any checkpoint of the logs is believed, witnessed or not. */
    public Policy withoutQuorum() {
        return new Policy(logs, witnesses, new Quorum.None());
    }

    /** The same with one more key that may sign for a log. */
    public Policy with(VerifierKey log) {
        return new Policy(
                Stream.concat(logs.stream(), Stream.of(new Log(log, Optional.empty())))
                        .toList(),
                witnesses,
                quorum);
    }

    /** All keys whose signatures are known. */
    public List<VerifierKey> keys() {
        return keys(logs, witnesses).toList();
    }

    private static Stream<VerifierKey> keys(List<Log> logs, List<Witness> witnesses) {
        return Stream.concat(logs.stream().map(Log::key), witnesses.stream().map(Witness::key));
    }

    public boolean knows(String origin) {
        return logs.stream().anyMatch(log -> log.key().name().equals(origin));
    }
}
