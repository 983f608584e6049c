package dev.astern.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** What is between the quotation marks of text that has escapes or characters beyond ASCII. */
final class CanonicalText {
    private static final int FIRST_PRINTABLE = 0x20;
    /** A backslash, u and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    private CanonicalText() {}

    /** Section 3.2.2.2; null when an escape is not the one to be used, or the rest is not UTF-8. */
    static @Nullable String decode(byte[] in, int start, int end) {
        var plain = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; ) {
            if (in[at] != '\\') {
                if (in[at] >= 0 && in[at] < FIRST_PRINTABLE) {
                    return null;
                }
                plain[length++] = in[at++];
                continue;
            }
            int escape = escape(in, at, end);
            if (escape < 0) {
                return null;
            }
            at += in[at + 1] == 'u' ? UNICODE_ESCAPE : 2;
            plain[length++] = (byte) escape;
        }
        return utf8(plain, length);
    }

    /** The character that an escape stands for, or −1 when it stands for one that is written otherwise. */
    private static int escape(byte[] in, int at, int end) {
        if (at + 1 >= end) {
            return -1;
        }
        return switch (in[at + 1]) {
            case '"' -> '"';
            case '\\' -> '\\';
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> at + UNICODE_ESCAPE <= end ? control(in, at + 2) : -1;
            default -> -1;
        };
    }

    /** Only control characters are written with digits, in lower case, and only those without a shorter escape. */
    private static int control(byte[] in, int at) {
        int high = in[at + 2] - '0';
        int low = CanonicalJson.HEX.indexOf(in[at + 3]);
        if (in[at] != '0' || in[at + 1] != '0' || (high != 0 && high != 1) || low < 0) {
            return -1;
        }
        int character = high << 4 | low;
        return switch (character) {
            case '\b', '\t', '\n', '\f', '\r' -> -1;
            default -> character;
        };
    }

    /** Java replaces what is not UTF-8, surrogates among it, unless it is told not to; asking is slower. */
    private static @Nullable String utf8(byte[] bytes, int length) {
        var text = new String(bytes, 0, length, UTF_8);
        if (text.indexOf('\ufffd') < 0) {
            return text;
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
