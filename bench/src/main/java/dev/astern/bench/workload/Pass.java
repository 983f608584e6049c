package dev.astern.bench.workload;

/** What happens between an agent's writes and their undo. */
enum Pass {
    /** Nothing. */
    PLAIN,
    /** A person edits the same rows. */
    HUMAN_ROW,
    /** A person edits the same fields. */
    HUMAN_FIELD,
    /** Another agent writes to the same rows before, between and after. */
    INTERLEAVED
}
