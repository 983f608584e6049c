package dev.astern.journal.tree;

/** What became of checking a proof. */
public sealed interface ProofCheck {
    record Proven() implements ProofCheck {}

    /**
     * @param step the first one that failed
     * @param detail what was expected and what was found
     */
    record Refuted(Step step, String detail) implements ProofCheck {}

    /** The steps of a check, in their order. */
    enum Step {
        /** The sizes or the index can't be those of a tree and a leaf in it. */
        SIZE,
        /** There are more or fewer hashes than a proof of this place has. */
        LENGTH,
        /** The proof leads to another root of the older tree. */
        OLD_ROOT,
        /** The proof leads to another root. */
        ROOT
    }
}
