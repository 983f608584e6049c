package dev.astern.connector.sql;

import dev.astern.connector.Output;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what the driver returns into what callers get. */
final class Results {
    private Results() {}

    /** Runs one statement and reads at most {@code limit} rows of its result. */
    static Output.Result run(Statement statement, dev.astern.connector.sql.statement.Statement sql, int limit)
            throws SQLException {
        statement.setMaxRows(limit + 1);
        var verb = sql.verb().toUpperCase(Locale.ROOT);
        if (!statement.execute(sql.sql())) {
            return new Output.Result(verb, Math.max(0, statement.getLargeUpdateCount()), List.of(), List.of(), false);
        }
        try (var rows = statement.getResultSet()) {
            return result(verb, rows, limit);
        }
    }

    private static Output.Result result(String verb, ResultSet rows, int limit) throws SQLException {
        var meta = rows.getMetaData();
        var columns = new ArrayList<Output.Column>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Output.Column(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
        }
        var values = new ArrayList<List<@Nullable Object>>();
        while (values.size() < limit && rows.next()) {
            values.add(row(rows, meta));
        }
        return new Output.Result(verb, values.size(), columns, values, rows.next());
    }

    private static List<@Nullable Object> row(ResultSet rows, ResultSetMetaData meta) throws SQLException {
        var values = new ArrayList<@Nullable Object>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            values.add(value(rows, i, meta.getColumnTypeName(i)));
        }
        return values;
    }

    /** Numbers and booleans as such, everything else as the text the database writes. */
    private static @Nullable Object value(ResultSet rows, int column, String type) throws SQLException {
        var text = rows.getString(column);
        if (text == null) {
            return null;
        }
        return switch (type) {
            case "bool" -> rows.getBoolean(column);
            case "int2", "int4", "int8", "serial", "bigserial", "smallserial", "oid" -> rows.getLong(column);
            case "numeric", "float4", "float8" -> number(text);
            default -> text;
        };
    }

    /** Infinity and NaN are no numbers in JSON, and stay text. */
    private static Object number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
