package dev.astern.journal;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64url without padding, in its one form: Java's decoder also takes padding and stray last bits. */
public final class Base64Url {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] VALUES = values();
    private static final int DIGEST_LENGTH = 43;
    private static final int GROUP = 4;

    private Base64Url() {}

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }

    private static int value(char character) {
        return character < VALUES.length ? VALUES[character] : -1;
    }

    public static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    public static Optional<byte[]> decode(String text) {
        try {
            return text.endsWith("=") || strayBits(text) != 0
                    ? Optional.empty()
                    : Optional.of(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a text is canonical base64url of 32 bytes, without decoding it: entries have many such digests. */
    public static boolean isDigest(String text) {
        if (text.length() != DIGEST_LENGTH) {
            return false;
        }
        for (int i = 0; i < DIGEST_LENGTH; i++) {
            if (value(text.charAt(i)) < 0) {
                return false;
            }
        }
        return strayBits(text) == 0;
    }

    /** The bits of the last character that belong to no byte, if it is in the alphabet. */
    private static int strayBits(String text) {
        return switch (text.length() % GROUP) {
            case 2 -> value(text.charAt(text.length() - 1)) & 0xf;
            case 3 -> value(text.charAt(text.length() - 1)) & 0x3;
            default -> 0;
        };
    }
}
