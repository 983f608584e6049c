package dev.astern.storage;

/** The store could not be reached or did not answer; whether it wrote is not known. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    protected StoreException(String message) {
        super(message);
    }
}
