package dev.astern.journal.proof;

import dev.astern.journal.checkpoint.CheckpointCheck;

/** What became of checking a leaf's proof. */
public sealed interface TlogProofCheck {
    /**
     * The leaf is in the log, at the proof's index, under a checkpoint that the policy believes.
     *
     * @param proof with its extra data, for which nothing vouches; a strict reading has refused any
     */
    record Accepted(TlogProof proof, CheckpointCheck.Accepted checkpoint) implements TlogProofCheck {}

    /**
     * @param step the first one that failed
     * @param detail what is wrong, in a sentence that repeats nothing of the input
     */
    record Rejected(Step step, String detail) implements TlogProofCheck {}

    /** The steps of a check, in their order. */
    enum Step {
        /** The file is malformed. */
        FORM,
        /** It has extra data, for a strict reading. */
        EXTRA,
        /** Its checkpoint is not believed. */
        CHECKPOINT,
        /** Its hashes do not lead from the leaf to the checkpoint's root. */
        INCLUSION,
        /** The leaf is in the log, and is no entry of the journal. */
        ENTRY
    }
}
