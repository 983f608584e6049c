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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/** Turns what the driver returns into what callers get. */
final class Results {
    private Results() {}

    /** Runs one statement and reads as many rows of its result as the settings allow. */
    static Output.Result run(
            Statement statement, dev.astern.connector.sql.statement.Statement sql, SqlSettings settings)
            throws SQLException {
        int limit = settings.resultRows();
        statement.setMaxRows(limit + 1);
        var verb = sql.verb().toUpperCase(Locale.ROOT);
        if (!statement.execute(sql.sql())) {
            return new Output.Result(verb, Math.max(0, statement.getLargeUpdateCount()), List.of(), List.of(), false);
        }
        try (var rows = statement.getResultSet()) {
            return result(verb, rows, limit, settings.persons());
        }
    }

    private static Output.Result result(String verb, ResultSet rows, int limit, Set<String> persons)
            throws SQLException {
        var meta = rows.getMetaData();
        var columns = new ArrayList<Output.Column>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Output.Column(meta.getColumnLabel(i), meta.getColumnTypeName(i)));
        }
        int named = persons.isEmpty() ? 0 : namedBy(meta, persons);
        var about = new ArrayList<@Nullable String>();
        var values = new ArrayList<List<@Nullable Object>>();
        while (values.size() < limit && rows.next()) {
            values.add(row(rows, meta));
            if (named > 0) {
                about.add(rows.getString(named));
            }
        }
        return new Output.Result(verb, values.size(), columns, values, rows.next(), about);
    }

    /** Which column of the result says whom a row is about; 0 for none. */
    private static int namedBy(ResultSetMetaData meta, Set<String> persons) throws SQLException {
        var origins = meta.unwrap(PGResultSetMetaData.class);
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            var origin = origins.getBaseSchemaName(i) + "." + origins.getBaseTableName(i) + "."
                    + origins.getBaseColumnName(i);
            if (persons.contains(origin)) {
                return i;
            }
        }
        return 0;
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
