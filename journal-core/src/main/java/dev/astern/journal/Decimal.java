package dev.astern.journal;

import java.util.OptionalLong;

/** Numbers as the C2SP formats write them: decimal, from 0 to 2^63−1, without leading zeros. */
public final class Decimal {
    private static final int MAX_DIGITS = 19;

    private Decimal() {}

    public static OptionalLong parse(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS || (length > 1 && text.charAt(0) == '0')) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            value = value * 10 + digit;
        }
        // Only 19 digits can be too many, and then by less than what the sign bit catches.
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
