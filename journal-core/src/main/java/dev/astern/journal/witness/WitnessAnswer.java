package dev.astern.journal.witness;

import dev.astern.journal.note.NoteSignature;
import java.time.Instant;

/** What became of asking a witness for its cosignature. */
public sealed interface WitnessAnswer {
    /**
     * The witness cosigned, and its cosignature was verified.
     *
     * @param signature to be added to the checkpoint
     * @param seen when, by the witness's clock
     */
    record Cosigned(NoteSignature signature, Instant seen) implements WitnessAnswer {}

    /**
     * The witness cosigned another checkpoint last, no larger than this one; asked again with a proof from there it may
     * cosign.
     */
    record Conflict(long size) implements WitnessAnswer {}

    /** The witness cosigned a larger checkpoint of this log: the log has lost entries, or its key signs elsewhere, too. */
    record Ahead(long size) implements WitnessAnswer {}

    /** The witness will not cosign this. */
    record Refused(Why why) implements WitnessAnswer {}

    /** The witness can't be asked now. */
    record Unreachable(String detail) implements WitnessAnswer {}

    /** What it answered is not an answer, or its cosignature is wrong. */
    record Bad(String detail) implements WitnessAnswer {}

    /** Why a witness refuses. */
    enum Why {
        /** 400: it does not understand the request. */
        MALFORMED,
        /** 403: no key that it trusts for this log has signed. */
        SIGNATURE,
        /** 404: it does not know the log. */
        UNKNOWN_LOG,
        /** 422: the checkpoint is not consistent with what it cosigned last: the log was forked, or the proof is wrong. */
        INCONSISTENT
    }
}
