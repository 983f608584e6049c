package dev.astern.library.model;

import java.util.List;

/** What became of filling in a template. */
public sealed interface Filling {
    /** Ready to run. */
    record Filled(RecoveryStep step) implements Filling {}

    /**
     * Filled in as soon as the action has run: some values stand only in its own output, such as the id of what it made.
     *
     * @param placeholders which
     */
    record AwaitsOutput(List<String> placeholders, String template) implements Filling {
        public AwaitsOutput {
            placeholders = List.copyOf(placeholders);
        }
    }

    /** Refused: a value is missing or can't be used. Never filled in with nothing instead. */
    record Unfilled(FillProblem problem) implements Filling {}

    /** The entry has none, and says so. */
    record None() implements Filling {}
}
