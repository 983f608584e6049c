package dev.astern.journal;

import java.security.DigestException;
import java.security.MessageDigest;

/** The hashes of RFC 6962, section 2.1, of which a verifier makes millions: one digest, no copies. Not for many threads. */
public final class NodeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = Hashes.digest();

    /** Of a node, from two hashes of 32 bytes each. */
    public void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] out) {
        digest.update(NODE);
        digest.update(left, leftAt, Hash.SIZE_BYTES);
        digest.update(right, rightAt, Hash.SIZE_BYTES);
        finish(out);
    }

    /** Of a leaf. */
    public void leaf(byte[] in, int from, int length, byte[] out) {
        digest.update(LEAF);
        digest.update(in, from, length);
        finish(out);
    }

    private void finish(byte[] out) {
        try {
            digest.digest(out, 0, Hash.SIZE_BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("expected room for 32 bytes, found " + out.length + ": bug", e);
        }
    }
}
