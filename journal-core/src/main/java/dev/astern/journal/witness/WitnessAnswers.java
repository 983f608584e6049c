package dev.astern.journal.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Decimal;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteSignature;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifiedSignature;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.witness.WitnessAnswer.Ahead;
import dev.astern.journal.witness.WitnessAnswer.Bad;
import dev.astern.journal.witness.WitnessAnswer.Conflict;
import dev.astern.journal.witness.WitnessAnswer.Cosigned;
import dev.astern.journal.witness.WitnessAnswer.Refused;
import dev.astern.journal.witness.WitnessAnswer.Unreachable;
import dev.astern.journal.witness.WitnessAnswer.Why;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Reads what a witness answered. */
public final class WitnessAnswers {
    /** What a witness says the size of its latest checkpoint in. */
    public static final String SIZE_TYPE = "text/x.tlog.size";

    private final VerifierKey witness;

    /** @param witness the key whose cosignatures are wanted; those of others are ignored */
    public WitnessAnswers(VerifierKey witness) {
        if (witness.type() != KeyType.COSIGNATURE) {
            throw new IllegalArgumentException("a witness has a cosignature key");
        }
        this.witness = witness;
    }

    /**
     * @param size of the checkpoint in the request
     * @param contentType empty when there was none
     */
    public WitnessAnswer read(AddCheckpoint request, long size, int status, String contentType, byte[] body) {
        return switch (status) {
            case 200 -> cosigned(request.checkpoint(), body);
            case 409 -> contentType.equals(SIZE_TYPE) ? conflict(request, size, body) : bad("a 409 without a size");
            case 400 -> new Refused(Why.MALFORMED);
            case 403 -> new Refused(Why.SIGNATURE);
            case 404 -> new Refused(Why.UNKNOWN_LOG);
            case 422 -> new Refused(Why.INCONSISTENT);
            case 429, 500, 502, 503, 504 -> new Unreachable("the witness answered " + status);
            default -> bad("no witness answers " + status);
        };
    }

    private static WitnessAnswer conflict(AddCheckpoint request, long newSize, byte[] body) {
        var text = new String(body, UTF_8);
        var size = text.endsWith("\n") ? Decimal.parse(text.substring(0, text.length() - 1)) : OptionalLong.empty();
        if (size.isEmpty()) {
            return bad("a size that is none");
        }
        long latest = size.getAsLong();
        if (latest == request.oldSize()) {
            return bad("a conflict with the size that it has");
        }
        return latest > newSize ? new Ahead(latest) : new Conflict(latest);
    }

    /** C2SP tlog-witness: the answer's lines are put below the checkpoint, and the whole is verified as a note. */
    private WitnessAnswer cosigned(Note checkpoint, byte[] body) {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes((checkpoint.text() + "\n").getBytes(UTF_8));
        whole.writeBytes(body);
        // More text, or an empty line, would make another note of it.
        if (!(Note.parse(whole.toByteArray()) instanceof Parsed.Read<Note>(var note))
                || !Arrays.equals(note.encode(), whole.toByteArray())
                || !note.text().equals(checkpoint.text())) {
            return bad("no signature lines");
        }
        return switch (new NoteVerifier(List.of(witness), Reading.INTEROPERABLE).verify(note)) {
            case NoteCheck.Verified(var signatures, var ignored) -> cosigned(note, signatures.getFirst());
            case NoteCheck.Rejected(var step, var place) -> bad(step.sentence());
        };
    }

    private static WitnessAnswer cosigned(Note note, VerifiedSignature verified) {
        return new Cosigned(line(note, verified.key()), verified.seen().orElseThrow());
    }

    /** The first one is the one that was verified; a repetition was ignored. */
    private static NoteSignature line(Note note, VerifierKey key) {
        return note.signatures().stream()
                .filter(signature -> signature.keyName().equals(key.name()) && signature.keyId() == key.keyId())
                .findFirst()
                .orElseThrow();
    }

    private static WitnessAnswer bad(String detail) {
        return new Bad(detail);
    }
}
