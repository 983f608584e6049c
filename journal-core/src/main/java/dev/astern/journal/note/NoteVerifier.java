package dev.astern.journal.note;

import dev.astern.journal.note.NoteCheck.Rejected;
import dev.astern.journal.note.NoteCheck.Step;
import dev.astern.journal.note.NoteCheck.Verified;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the signatures of notes.
 *
 * @param keys those that are known; no two may have the same name and key id
 */
public record NoteVerifier(List<VerifierKey> keys, Reading reading) {
    public NoteVerifier {
        keys = List.copyOf(keys);
        var names = keys.stream().map(key -> key.name() + "+" + key.keyId()).distinct();
        if (names.count() != keys.size()) {
            throw new IllegalArgumentException("two verifier keys have the same name and key id");
        }
    }

    /** C2SP signed-note, section Signatures. */
    public NoteCheck verify(Note note) {
        var verified = new LinkedHashMap<VerifierKey, VerifiedSignature>();
        var ignored = new ArrayList<NoteSignature>();
        int place = 0;
        for (var signature : note.signatures()) {
            place++;
            var key = known(signature);
            var odd = odd(key, verified.keySet());
            if (odd.isPresent() && reading == Reading.STRICT) {
                return new Rejected(odd.get(), place);
            }
            var wrong = key.flatMap(known -> SignatureForm.wrong(known, note.text(), signature));
            if (wrong.isPresent()) {
                return new Rejected(wrong.get(), place);
            }
            if (odd.isPresent()) {
                ignored.add(signature);
            } else {
                key.ifPresent(known -> verified.put(known, SignatureForm.verified(known, signature)));
            }
        }
        return verified.isEmpty()
                ? new Rejected(Step.NO_KNOWN_KEY, 0)
                : new Verified(List.copyOf(verified.values()), ignored);
    }

    private Optional<VerifierKey> known(NoteSignature signature) {
        return keys.stream().filter(key -> key.isNamedBy(signature)).findFirst();
    }

    private static Optional<Step> odd(Optional<VerifierKey> key, Set<VerifierKey> before) {
        if (key.isEmpty()) {
            return Optional.of(Step.UNKNOWN_KEY);
        }
        return before.contains(key.get()) ? Optional.of(Step.REPEATED) : Optional.empty();
    }
}
