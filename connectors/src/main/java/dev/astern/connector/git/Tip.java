package dev.astern.connector.git;

import dev.astern.connector.Problem;
import dev.astern.connector.resource.Within;

/** The branch that agents work on: what it is now, and how it goes on. */
interface Tip {
    /** What became of a step. */
    sealed interface Step {
        record Done() implements Step {}

        /** Somebody else was first; nothing was done. */
        record Moved() implements Step {}

        record Refused(Problem problem) implements Step {}

        /** Nobody knows. */
        record Doubtful(Problem problem) implements Step {}
    }

    /**
     * The commit that it is at.
     *
     * @throws dev.astern.connector.ProblemException where it has none, or can't be asked
     */
    String commit(Within within);

    /** From one commit to its child, only if it still is at the former. */
    Step advance(String from, String to, String path, Within within);
}
