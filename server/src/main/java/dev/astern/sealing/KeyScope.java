package dev.astern.sealing;

/** Whose key: what is erased together. */
public record KeyScope(String name) {
    public static KeyScope session(String sessionId) {
        return new KeyScope("session:" + sessionId);
    }

    /** @param pseudonym {@link MasterKey#pseudonym} of who it is */
    public static KeyScope person(String pseudonym) {
        return new KeyScope("person:" + pseudonym);
    }
}
