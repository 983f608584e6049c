package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * C2SP tlog-cosignature for Ed25519: when a witness saw a checkpoint that was consistent with all it saw before.
 *
 * @param timestampSec seconds since 1970, more than 0
 * @param signature of Ed25519, over {@link #message}
 */
record Cosignature(long timestampSec, Bytes signature) {
    static final int SIGNATURE_BYTES = 64;

    Cosignature {
        if (timestampSec <= 0) {
            throw new IllegalArgumentException("a witness saw nothing at " + timestampSec + ": bug");
        }
    }

    /** Reads what is behind the key id. The largest timestamp is 2^63-1, and a witness never leaves it at 0. */
    static Optional<Cosignature> parse(Bytes bytes) {
        if (bytes.length() != Long.BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        long timestampSec = ByteBuffer.wrap(bytes.toArray()).getLong();
        return timestampSec <= 0
                ? Optional.empty()
                : Optional.of(new Cosignature(timestampSec, bytes.slice(Long.BYTES, bytes.length())));
    }

    /** Instants end before timestamps do; who sees a checkpoint that late sees it at the end. */
    Instant seen() {
        return Instant.ofEpochSecond(Math.min(timestampSec, Instant.MAX.getEpochSecond()));
    }

    Bytes encode() {
        return Bytes.copyOf(ByteBuffer.allocate(Long.BYTES + signature.length())
                .putLong(timestampSec)
                .put(signature.toArray())
                .array());
    }

    /** What is signed: its first line keeps it apart from every note. */
    static byte[] message(long timestampSec, String text) {
        return ("cosignature/v1\ntime " + timestampSec + "\n" + text).getBytes(UTF_8);
    }
}
