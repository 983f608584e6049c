package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Decimal;
import dev.astern.journal.Hash;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * C2SP tlog-cosignature for ML-DSA-44: that a tree is consistent with all others of its log that the signer knows.
 *
 * @param timestampSec seconds since 1970 when it was the largest of them; 0 for who does not say
 * @param signature over {@link #message}
 */
record TreeSignature(long timestampSec, Bytes signature) {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(US_ASCII);
    private static final int MAX_NAME_BYTES = 255;
    private static final int LINES = 3;

    TreeSignature {
        if (timestampSec < 0 || signature.length() != MlDsa.SIGNATURE_BYTES) {
            throw new IllegalArgumentException("no signature of " + signature.length() + " bytes: bug");
        }
    }

    /** Reads what is behind the key id. The largest timestamp is 2^63-1. */
    static Optional<TreeSignature> parse(Bytes bytes) {
        if (bytes.length() != Long.BYTES + MlDsa.SIGNATURE_BYTES) {
            return Optional.empty();
        }
        long timestampSec = ByteBuffer.wrap(bytes.toArray()).getLong();
        return timestampSec < 0
                ? Optional.empty()
                : Optional.of(new TreeSignature(timestampSec, bytes.slice(Long.BYTES, bytes.length())));
    }

    Bytes encode() {
        return Bytes.copyOf(ByteBuffer.allocate(Long.BYTES + signature.length())
                .putLong(timestampSec)
                .put(signature.toArray())
                .array());
    }

    /**
     * What is signed: {@code cosigned_message} of the whole tree that a checkpoint names.
     *
     * @param signer the key's name
     * @param text whose first three lines are those of a checkpoint; further ones are not signed
     * @return nothing for another text, or a name that is too long
     */
    static Optional<byte[]> message(String signer, long timestampSec, String text) {
        var lines = text.split("\n", -1);
        if (lines.length <= LINES) {
            return Optional.empty();
        }
        var name = signer.getBytes(UTF_8);
        var origin = lines[0].getBytes(UTF_8);
        var size = Decimal.parse(lines[1]);
        return isName(name) && isName(origin) && size.isPresent()
                ? Hash.fromBase64(lines[2]).map(root -> encode(name, timestampSec, origin, size.getAsLong(), root))
                : Optional.empty();
    }

    private static boolean isName(byte[] name) {
        return name.length > 0 && name.length <= MAX_NAME_BYTES;
    }

    private static byte[] encode(byte[] name, long timestampSec, byte[] origin, long size, Hash root) {
        int length = LABEL.length + 1 + name.length + 1 + origin.length + 3 * Long.BYTES + Hash.SIZE_BYTES;
        return ByteBuffer.allocate(length)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(timestampSec)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(size)
                .put(root.toArray())
                .array();
    }
}
