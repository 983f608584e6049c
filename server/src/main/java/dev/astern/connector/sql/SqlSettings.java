package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings of a PostgreSQL target.
 *
 * @param resultRows how many rows of a result are returned
 * @param lockTimeout how long a statement waits for a lock
 * @param poolSize connections per session and kind of login
 * @param keep how long images are kept
 * @param keepBytes size of all images where writes are held
 * @param persons columns that say which person a row is about, as {@code schema.table.column}
 * @param amounts columns that hold money, as {@code schema.table.column}, and the currency of each; empty where not said
 * @param recordRows whether rows that were read are kept with receipts; read by the gateway
 */
public record SqlSettings(
        int resultRows,
        Duration lockTimeout,
        int poolSize,
        Duration keep,
        long keepBytes,
        Set<String> persons,
        Map<String, String> amounts,
        boolean recordRows) {
    private static final Set<String> NAMES = Set.of(
            "resultRows",
            "lockTimeoutMs",
            "poolSize",
            "keepDays",
            "keepBytes",
            "persons",
            "amounts",
            "recordRows",
            // Read by the gateway alone.
            "environment",
            "staging");
    private static final Pattern AMOUNT =
            Pattern.compile("(?<column>[^.,]+\\.[^.,]+\\.[^.,]+?)(?: +(?<currency>[A-Z]{3}))?");
    private static final Pattern COLUMN = Pattern.compile("[^.,]+\\.[^.,]+\\.[^.,]+");
    private static final long GIB = 1L << 30;

    /** Reads a target's options; an unknown or impossible one is refused. */
    public static SqlSettings of(Map<String, String> options) {
        var unknown = new TreeSet<>(options.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw bad("unknown options " + unknown + "; there are " + new TreeSet<>(NAMES));
        }
        return new SqlSettings(
                (int) number(options, "resultRows", 1_000, 1, 100_000),
                Duration.ofMillis(number(options, "lockTimeoutMs", 10_000, 1, 600_000)),
                (int) number(options, "poolSize", 8, 1, 100),
                Duration.ofDays(number(options, "keepDays", 90, 1, 36_500)),
                number(options, "keepBytes", 50 * GIB, 1L << 20, Long.MAX_VALUE),
                persons(options.getOrDefault("persons", "")),
                amounts(options.getOrDefault("amounts", "")),
                Boolean.parseBoolean(options.getOrDefault("recordRows", "false")));
    }

    private static Set<String> persons(String text) {
        var columns = new TreeSet<String>();
        for (var column : text.isBlank() ? new String[0] : text.split(",")) {
            if (!COLUMN.matcher(column.strip()).matches()) {
                throw bad("persons is schema.table.column, separated by commas, not " + column.strip());
            }
            columns.add(column.strip());
        }
        return columns;
    }

    private static Map<String, String> amounts(String text) {
        var columns = new TreeMap<String, String>();
        for (var item : text.isBlank() ? new String[0] : text.split(",")) {
            var amount = AMOUNT.matcher(item.strip());
            if (!amount.matches()) {
                throw bad("amounts is schema.table.column, each with its currency or without, separated by commas, not "
                        + item.strip());
            }
            var currency = amount.group("currency");
            columns.put(amount.group("column"), currency == null ? "" : currency);
        }
        return columns;
    }

    private static long number(Map<String, String> options, String name, long otherwise, long min, long max) {
        var text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the limits.
        }
        throw bad(name + " is " + min + " to " + max + ", not " + text);
    }

    private static RuntimeException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
