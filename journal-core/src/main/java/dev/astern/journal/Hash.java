package dev.astern.journal;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-256 hash: of a leaf, of a node of the Merkle tree, or of anything else. */
public final class Hash {
    public static final int SIZE_BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** Making one takes about as long as hashing a node with it. Each method leaves it as it was. */
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Hashes::digest);

    /** RFC 6962, section 2.1: the root hash of a tree without leaves is the hash of an empty string. */
    public static final Hash EMPTY_TREE = new Hash(Hashes.digest().digest());

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are exactly 32 bytes */
    public static Hash copyOf(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length + ": bug");
        }
        return new Hash(bytes.clone());
    }

    /** Reads canonical base64 of exactly 32 bytes. */
    public static Optional<Hash> fromBase64(String text) {
        return Bytes.fromBase64(text)
                .filter(bytes -> bytes.length() == SIZE_BYTES)
                .map(bytes -> new Hash(bytes.toArray()));
    }

    /** Reads 64 lower-case hex digits. */
    public static Optional<Hash> fromHex(String text) {
        if (text.length() != 2 * SIZE_BYTES) {
            return Optional.empty();
        }
        var bytes = new byte[SIZE_BYTES];
        for (int i = 0; i < SIZE_BYTES; i++) {
            int high = hexDigit(text.charAt(2 * i));
            int low = hexDigit(text.charAt(2 * i + 1));
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return Optional.of(new Hash(bytes));
    }

    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** Of bytes as they are: neither a leaf's nor a node's. */
    public static Hash sha256(byte[] bytes) {
        return new Hash(DIGEST.get().digest(bytes));
    }

    /** RFC 6962, section 2.1: a leaf's hash covers 0x00 and the entry, so that no entry passes for a node. */
    public static Hash ofLeaf(byte[] entry) {
        var digest = DIGEST.get();
        digest.update(LEAF);
        return new Hash(digest.digest(entry));
    }

    /** RFC 6962, section 2.1: a node's hash covers 0x01 and the hashes of both of its children. */
    public static Hash ofNode(Hash left, Hash right) {
        var digest = DIGEST.get();
        digest.update(NODE);
        digest.update(left.bytes);
        return new Hash(digest.digest(right.bytes));
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
