package dev.astern.library.fill;

import java.nio.charset.StandardCharsets;

/** Encodes a value for one segment of a path, or one value of a query. */
public final class PercentEncode {
    private PercentEncode() {}

    /** All but the unreserved characters of RFC 3986. */
    public static String value(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
