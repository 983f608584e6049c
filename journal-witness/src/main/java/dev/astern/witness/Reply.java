package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;

/** What a request is answered with. */
record Reply(int status, String contentType, Bytes body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    /** A sentence for people; the status says it all. */
    static Reply sentence(int status, String sentence) {
        return text(status, sentence + "\n");
    }

    static Reply text(int status, String text) {
        return new Reply(status, TEXT, Bytes.copyOf(text.getBytes(UTF_8)));
    }

    static Reply note(byte[] note) {
        return new Reply(200, TEXT, Bytes.copyOf(note));
    }
}
