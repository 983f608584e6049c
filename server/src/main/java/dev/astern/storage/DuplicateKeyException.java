package dev.astern.storage;

/** The session has another action with this idempotency key; nothing was written. */
public final class DuplicateKeyException extends StoreException {
    private static final long serialVersionUID = 1L;

    public DuplicateKeyException(String sessionId, String key) {
        super("session " + sessionId + " has an action with key " + key);
    }
}
