package dev.astern.model;

/** Makes ids and tokens; passed in, so that a test's are predictable. */
public interface Ids {
    /**
     * A fresh id, for example {@code act_06f5n2k0w9q8t4r1}: after the prefix only {@code [0-9a-z]}, sorting by time of
     * making.
     */
    String next(String prefix);

    /** A fresh secret of at least 256 bits, for example {@code ast_…}. */
    String token(String prefix);
}
