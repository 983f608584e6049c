package dev.astern.storage;

/** The session has actions whose end is not known yet, so its chain can't have its last receipt. */
public final class ChainBusyException extends StoreException {
    private static final long serialVersionUID = 1L;

    public ChainBusyException(String sessionId) {
        super("session " + sessionId + " has actions in flight");
    }
}
