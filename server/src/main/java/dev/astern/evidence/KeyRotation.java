package dev.astern.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.signer.Signer;
import dev.astern.model.Log;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.storage.LogStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes the key that signs the log; each new one is vouched for by the one before, in an entry of the log. */
public final class KeyRotation {
    private static final int NEW_KEY_LINE = 2;

    private final @Nullable Signer signer;
    private final LogStore store;
    private final Recorder recorder;
    private final Clock clock;

    public KeyRotation(@Nullable Signer signer, LogStore store, Recorder recorder, Clock clock) {
        this.signer = signer;
        this.store = store;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Returns the new verifier key, which those who verify need from now on. */
    public synchronized String rotate() {
        if (signer == null) {
            throw Problem.of(Reason.CONFLICTING_STATE, "another node has the signer; rotate the key there")
                    .toException();
        }
        signer.rotate(new SecureRandom());
        catchUp();
        return signer.verifierKey().text();
    }

    /** Enters the rotations that the signer knows of and the log does not, after a crash between the two. */
    public synchronized void catchUp() {
        if (signer == null) {
            return;
        }
        var log = store.current();
        var next = next(signer, log);
        while (next.isPresent()) {
            enter(log, next.get());
            log = store.current();
            next = next(signer, log);
        }
    }

    /** Whether the signer has a statement by which the log's key handed over; it is entered once the journal is open. */
    public static boolean handedOver(Signer signer, Log log) {
        return next(signer, log).isPresent();
    }

    /** The statement by which the log's key handed over to another one, if it did. */
    private static Optional<Note> next(Signer signer, Log log) {
        var key = log.key();
        if (key == null || !(VerifierKey.parse(key) instanceof Parsed.Read<VerifierKey>(var old))) {
            return Optional.empty();
        }
        var verifier = new NoteVerifier(List.of(old), Reading.STRICT);
        return signer.rotations().stream()
                .filter(statement -> verifier.verify(statement) instanceof NoteCheck.Verified)
                .findFirst();
    }

    private void enter(Log log, Note statement) {
        var fresh = statement.text().split("\n", -1)[NEW_KEY_LINE];
        recorder.record(new ReceiptDraft(
                Acts.CHAIN,
                null,
                ReceiptType.KEY_ROTATION,
                clock.instant(),
                Map.of(
                        "old",
                        String.valueOf(log.key()),
                        "new",
                        fresh,
                        "statement",
                        new String(statement.encode(), UTF_8)),
                Map.of()));
        store.signedBy(log.id(), log.key(), fresh);
    }
}
