package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Canonical base64 of 32 bytes, decoded in place: a bundle has twenty of them for every entry. */
final class Base64Hash {
    static final int LENGTH = 44;

    private static final byte[] VALUES = values();

    private Base64Hash() {}

    private static byte[] values() {
        var values = new byte[256];
        Arrays.fill(values, (byte) -1);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            values[alphabet[i]] = (byte) i;
        }
        return values;
    }

    /** Whether there is one; the last of its 43 characters carries four bits, and the other two are zero. */
    static boolean decode(byte[] in, int from, byte[] out, int to) {
        int wrong = 0;
        int at = from;
        int into = to;
        for (int group = 0; group < 10; group++) {
            int bits = value(in[at]) << 18 | value(in[at + 1]) << 12 | value(in[at + 2]) << 6 | value(in[at + 3]);
            wrong |= bits;
            out[into] = (byte) (bits >> 16);
            out[into + 1] = (byte) (bits >> 8);
            out[into + 2] = (byte) bits;
            at += 4;
            into += 3;
        }
        int bits = value(in[at]) << 12 | value(in[at + 1]) << 6 | value(in[at + 2]);
        wrong |= bits;
        out[into] = (byte) (bits >> 10);
        out[into + 1] = (byte) (bits >> 2);
        return wrong >= 0 && (bits & 3) == 0 && in[at + 3] == '=';
    }

    /** Negative for what is not in the alphabet, and then whatever it is part of is. */
    private static int value(byte character) {
        return VALUES[character & 0xff];
    }
}
