package dev.astern.verify.stamp;

import java.time.Instant;

/** What became of checking a time stamp. */
public sealed interface StampCheck {
    /**
     * An authority that is trusted has seen the bytes.
     *
     * @param time when, by its clock
     */
    record Stamped(Instant time) implements StampCheck {}

    /** @param detail what is wrong, in a sentence that repeats nothing of the input */
    record Refused(String detail) implements StampCheck {}
}
