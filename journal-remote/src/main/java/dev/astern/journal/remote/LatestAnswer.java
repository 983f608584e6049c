package dev.astern.journal.remote;

import dev.astern.journal.checkpoint.Checkpoint;

/** What became of asking a witness which checkpoint of a log it cosigned last. */
public sealed interface LatestAnswer {
    /** Signed by the log and cosigned by the witness; both were verified. It may have cosigned a larger one since. */
    record Known(Checkpoint checkpoint) implements LatestAnswer {}

    /** It says that it never cosigned one, or does not know the log. */
    record None() implements LatestAnswer {}

    /** The witness can't be asked now. */
    record Unreachable(String detail) implements LatestAnswer {}

    /** What it answered is not an answer, or a signature in it is wrong. */
    record Bad(String detail) implements LatestAnswer {}
}
