package dev.astern.sealing;

/** The keys in the store were wrapped by another master key, or one of them was changed. */
public final class WrongMasterKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongMasterKeyException() {
        super("the master key is not the one that wrapped the keys in this store;"
                + " start with the key that belongs to it (--master-key-file)");
    }
}
