package dev.astern.journal.policy;

import dev.astern.journal.Flaw;

/** What became of reading a policy file. */
public sealed interface PolicyReading {
    record Read(Policy policy) implements PolicyReading {}

    /** @param line which one is wrong, from 1; the one after the last when something is missing */
    record Malformed(Flaw flaw, int line) implements PolicyReading {}
}
