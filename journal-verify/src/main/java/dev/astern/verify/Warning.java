package dev.astern.verify;

import java.util.Locale;

/**
 * What does not make a bundle false, and has to be known to whoever relies on it.
 *
 * @param detail a sentence
 */
public record Warning(Kind kind, String detail) {
    /** Their codes are for programs and stay what they are. */
    public enum Kind {
        /** No witness cosigned the checkpoint. */
        UNWITNESSED,
        /** A session's chain has no end yet, so that entries after the last one may be missing. */
        SESSION_OPEN,
        /** An entry claims to be older than one before it in the log. */
        TIME_BACKWARDS,
        /** Disclosures are not there. */
        WITHHELD,
        /** There is a time stamp, and no authority was given to check it with. */
        TIMESTAMP_UNCHECKED,
        /** There are statements about keys, and they were not asked to be followed. */
        ROTATIONS_UNCHECKED,
        /** An interoperable reading has ignored something. */
        IGNORED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
