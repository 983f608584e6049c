package dev.astern.connector.sql;

import dev.astern.connector.Extent;
import dev.astern.connector.Extent.Amount;
import dev.astern.connector.sql.Observation.Part;
import dev.astern.connector.sql.catalog.AmountColumns;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far the transaction of a connection reaches: the largest share of a table that it changes, and the money that it
 * moves where the settings say where money is.
 *
 * @param able whether what is installed can tell; an earlier version can't before the target is refreshed
 * @param secret of the target's previews; empty where what is installed is older than they are
 */
record Measure(boolean able, String secret, AmountColumns amounts) {
    private static final String MOVED = "SELECT astern.moved(?, ?, ?, ?)::text";
    private static final String ABLE =
            "SELECT pg_catalog.to_regprocedure('astern.moved(text,integer,integer[],integer[])') IS NOT NULL";

    static boolean able(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ABLE)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** @param tables how many rows they have, by journal */
    Extent of(Connection connection, List<Part> parts, Map<Integer, TableRows> tables) throws SQLException {
        if (parts.isEmpty()) {
            return Extent.NOTHING;
        }
        if (!able) {
            return new Extent(
                    OptionalDouble.empty(),
                    "",
                    false,
                    amounts.none()
                            ? new Amount.NotNamed()
                            : new Amount.Untold("what is installed can't tell; run `astern target refresh`"));
        }
        var share = share(parts, tables);
        return new Extent(share.share(), share.of(), share.estimated(), amount(connection, parts));
    }

    private record Share(OptionalDouble share, String of, boolean estimated) {}

    /** The largest; what is not known of one table is not known of all. */
    private static Share share(List<Part> parts, Map<Integer, TableRows> tables) {
        var largest = new Share(OptionalDouble.of(0), "", false);
        for (var part : parts) {
            var rows = tables.getOrDefault(part.table().journal(), TableRows.UNKNOWN);
            if (rows.rows().isEmpty()) {
                return new Share(OptionalDouble.empty(), part.table().resource(), true);
            }
            double share = share(part, rows.rows().getAsDouble());
            if (share > largest.share().orElse(0)) {
                largest = new Share(OptionalDouble.of(share), part.table().resource(), !rows.counted());
            }
        }
        return largest;
    }

    /** Of as many rows as there were before or are now, whichever is more: what is new is a share of what there is then. */
    private static double share(Part part, double now) {
        double changed = (double) part.inserted() + part.updated() + part.deleted();
        double all = Math.max(now, now - part.inserted() + part.deleted());
        return changed == 0 ? 0 : Math.min(1, changed / Math.max(1, all));
    }

    private Amount amount(Connection connection, List<Part> parts) throws SQLException {
        if (amounts.none()) {
            return new Amount.NotNamed();
        }
        if (!amounts.unreadable().isEmpty()) {
            return new Amount.Untold("the setting amounts names " + amounts.unreadable()
                    + ", and no captured table has such a column of numbers");
        }
        var total = BigDecimal.ZERO;
        Set<String> currencies = new HashSet<>();
        for (var part : parts) {
            for (var column : amounts.of(part.table()).entrySet()) {
                var moved = moved(connection, part, column.getValue());
                if (!moved.matches("-?[0-9.]+")) {
                    return new Amount.Untold("a value in " + part.table().resource() + " is no finite number");
                }
                var value = new BigDecimal(moved);
                if (value.signum() != 0) {
                    total = total.add(value);
                    currencies.add(column.getKey());
                }
            }
        }
        return new Amount.Moved(total, currency(currencies));
    }

    private String currency(Set<String> found) {
        return found.isEmpty()
                ? amounts.currency()
                : found.size() == 1 ? found.iterator().next() : "";
    }

    private String moved(Connection connection, Part part, List<Integer> columns) throws SQLException {
        var key = part.table().keyColumns().stream().map(c -> c.attnum()).toArray(Integer[]::new);
        try (var select = connection.prepareStatement(MOVED)) {
            select.setString(1, secret);
            select.setInt(2, part.table().journal());
            select.setArray(3, connection.createArrayOf("integer", key));
            select.setArray(4, connection.createArrayOf("integer", columns.toArray()));
            try (var row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
