package dev.astern.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** RFC 3339 in UTC as Java writes it: ending in Z, with the fewest of no, 3, 6 or 9 digits of a second's fraction. */
public final class Instants {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";
    private static final int NANO_DIGITS = 9;
    private static final int GROUP = 3;
    private static final String NO_DIGITS = "000000000";
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Instants() {}

    /** Reads a time of the years 0 to 9999 in the form that {@link Instant#toString} gives it. */
    public static Optional<Instant> parse(String text) {
        int end = text.length() - 1;
        if (end < SHAPE.length() || !hasShape(text) || text.charAt(end) != 'Z') {
            return Optional.empty();
        }
        int nanos = end == SHAPE.length() ? 0 : nanos(text, SHAPE.length(), end);
        return nanos < 0 ? Optional.empty() : instant(text, nanos);
    }

    /** What {@link Instant#toString} gives, for the years 0 to 9999, without a formatter that could do more. */
    public static String text(Instant instant) {
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            return instant.toString();
        }
        var time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        var text = new StringBuilder(SHAPE.length() + NANO_DIGITS + 2);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2);
        fraction(text, time.getNano());
        return text.append('Z').toString();
    }

    private static void fraction(StringBuilder text, int nanos) {
        if (nanos > 0) {
            int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : NANO_DIGITS;
            digits(text.append('.'), digits == 3 ? nanos / 1_000_000 : digits == 6 ? nanos / 1_000 : nanos, digits);
        }
    }

    private static StringBuilder digits(StringBuilder text, int number, int count) {
        int start = text.length();
        text.append(NO_DIGITS, 0, count);
        int rest = number;
        for (int at = start + count - 1; at >= start; at--) {
            text.setCharAt(at, (char) ('0' + rest % 10));
            rest /= 10;
        }
        return text;
    }

    private static boolean hasShape(String text) {
        for (int i = 0; i < SHAPE.length(); i++) {
            char expected = SHAPE.charAt(i);
            if (expected == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != expected) {
                return false;
            }
        }
        return true;
    }

    /** −1 when it is no fraction, or one that would be written with fewer digits. */
    private static int nanos(String text, int point, int end) {
        int digits = end - point - 1;
        if (text.charAt(point) != '.' || digits < GROUP || digits > NANO_DIGITS || digits % GROUP != 0) {
            return -1;
        }
        int nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = point + 1 + i;
            if (at < end && !isDigit(text.charAt(at))) {
                return -1;
            }
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return text.startsWith("000", end - GROUP) ? -1 : nanos;
    }

    private static Optional<Instant> instant(String text, int nanos) {
        try {
            var time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 5, 7),
                    number(text, 8, 10),
                    number(text, 11, 13),
                    number(text, 14, 16),
                    number(text, 17, 19),
                    nanos);
            return Optional.of(time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
