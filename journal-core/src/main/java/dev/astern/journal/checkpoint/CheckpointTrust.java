package dev.astern.journal.checkpoint;

import dev.astern.journal.Bytes;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.VerifierKey;
import java.util.HashSet;
import java.util.List;

/**
 * Whom a verifier believes about a log. It comes from the verifier's side, never along with what is verified.
 *
 * @param origin of which log
 * @param logKeys any one of them may sign; more than one while keys are rotated
 * @param witnesses those whose cosignatures count
 * @param quorum how many of them have to have cosigned; with 0 the log's operator alone is believed
 */
public record CheckpointTrust(String origin, List<VerifierKey> logKeys, List<VerifierKey> witnesses, int quorum) {
    public CheckpointTrust {
        logKeys = List.copyOf(logKeys);
        witnesses = List.copyOf(witnesses);
        if (logKeys.isEmpty() || !all(KeyType.ED25519, logKeys) || !all(KeyType.COSIGNATURE, witnesses)) {
            throw new IllegalArgumentException("a log signs with Ed25519 keys, a witness with cosignature keys");
        }
        if (quorum < 0 || quorum > witnesses.size()) {
            throw new IllegalArgumentException("no quorum of " + quorum + " among " + witnesses.size() + " witnesses");
        }
        var different = new HashSet<Bytes>();
        logKeys.forEach(key -> different.add(key.publicKey()));
        witnesses.forEach(key -> different.add(key.publicKey()));
        if (different.size() != logKeys.size() + witnesses.size()) {
            throw new IllegalArgumentException("one key under two names would count as two witnesses");
        }
    }

    private static boolean all(KeyType type, List<VerifierKey> keys) {
        return keys.stream().allMatch(key -> key.type() == type);
    }
}
