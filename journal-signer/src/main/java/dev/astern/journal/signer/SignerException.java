package dev.astern.journal.signer;

import org.jspecify.annotations.Nullable;

/** What a signer keeps can't be used. Its message names files and never what is in them. */
public final class SignerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;

    SignerException(Why why, String message) {
        this(why, message, null);
    }

    SignerException(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    public enum Why {
        /** Another process has the folder, or another signer of this one. */
        LOCKED,
        /** The folder is another log's. */
        ORIGIN,
        /** A key, or what goes with it, is missing or is not what was written. */
        KEY,
        /** What was signed last is missing or is not what was written. */
        MEMORY,
        /** A file can't be read or written. */
        STORAGE
    }
}
