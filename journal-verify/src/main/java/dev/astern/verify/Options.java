package dev.astern.verify;

import dev.astern.journal.Bytes;
import dev.astern.journal.note.Reading;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a verifier asks for. Each option demands more, or has something ignored that is then reported; none skips a check.
 *
 * @param reading what becomes of signatures that are not known
 * @param followRotations whether a key counts that a known one handed over to
 * @param oldCheckpoint one that the verifier kept; the bundle has to extend it
 * @param authorities whose time stamps count; when there are any, the bundle has to have one
 * @param maxBytes how large the files of a bundle may be together
 * @param threads how many work
 */
public record Options(
        Reading reading,
        boolean followRotations,
        Optional<Bytes> oldCheckpoint,
        List<X509Certificate> authorities,
        long maxBytes,
        int threads) {
    public static final Options STRICT = new Options(
            Reading.STRICT,
            false,
            Optional.empty(),
            List.of(),
            64L << 30,
            Runtime.getRuntime().availableProcessors());

    public Options {
        authorities = List.copyOf(authorities);
        if (threads < 1 || maxBytes < 0) {
            throw new IllegalArgumentException("nobody verifies with " + threads + " threads: bug");
        }
    }
}
