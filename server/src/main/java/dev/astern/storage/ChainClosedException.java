package dev.astern.storage;

/** The session's chain has its last receipt, so nothing can be added. */
public final class ChainClosedException extends StoreException {
    private static final long serialVersionUID = 1L;

    public ChainClosedException(String sessionId) {
        super("session " + sessionId + " is closed");
    }
}
