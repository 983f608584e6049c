package dev.astern.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * The names of members repeat from entry to entry. One that was read before is not made again, its hash is known, and it
 * is the same object as the constant that it is compared with. Threads may overwrite each other's: then a name is made
 * once more.
 */
final class NameCache {
    private static final int SIZE = 1024;
    private static final int MAX_LENGTH = 32;

    private static final @Nullable String[] NAMES = new @Nullable String[SIZE];

    private NameCache() {}

    /** The text of bytes that are ASCII. */
    static String name(byte[] in, int from, int length) {
        if (length == 0 || length > MAX_LENGTH) {
            return new String(in, from, length, ISO_8859_1);
        }
        int place = (in[from] * 31 + in[from + length - 1] * 7 + in[from + length / 2] * 131 + length) & (SIZE - 1);
        var known = NAMES[place];
        if (known != null && isSame(known, in, from, length)) {
            return known;
        }
        var name = new String(in, from, length, ISO_8859_1).intern();
        NAMES[place] = name;
        return name;
    }

    private static boolean isSame(String known, byte[] in, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != in[from + i]) {
                return false;
            }
        }
        return true;
    }
}
