package dev.astern.sealing;

/** Sealed bytes were changed, or moved to where they do not belong. */
public final class SealBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealBrokenException(String keyId) {
        super("what was sealed under key " + keyId + " is not what is there now");
    }
}
