package dev.astern.cli;

/** Something about how the command was called, or about files here, is wrong. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
