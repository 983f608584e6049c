package dev.astern.storage;

/** The action has ended, perhaps settled by another node; nothing was written. */
public final class AlreadySettledException extends StoreException {
    private static final long serialVersionUID = 1L;

    public AlreadySettledException(String actionId) {
        super("action " + actionId + " has ended");
    }
}
