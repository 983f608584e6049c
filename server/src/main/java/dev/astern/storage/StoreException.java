package dev.astern.storage;

import org.jspecify.annotations.Nullable;

/** The store could not be reached or did not answer; whether it wrote is not known. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    protected StoreException(String message) {
        super(message);
    }
}
