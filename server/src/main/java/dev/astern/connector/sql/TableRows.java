package dev.astern.connector.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How many rows a table has, with what the transaction that asks did to it.
 *
 * @param counted whether they were counted, or the database estimates them
 * @param rows empty where it has no estimate
 */
record TableRows(boolean counted, OptionalDouble rows) {
    /** Of the tables that the transaction changed. */
    static final String SQL = "SELECT journal, counted, rows FROM astern.table_rows()";

    static final TableRows UNKNOWN = new TableRows(false, OptionalDouble.empty());

    /** By journal. */
    static Map<Integer, TableRows> read(ResultSet rows) throws SQLException {
        var found = new HashMap<Integer, TableRows>();
        while (rows.next()) {
            long number = rows.getLong(3);
            var known = rows.wasNull() ? OptionalDouble.empty() : OptionalDouble.of((double) number);
            found.put(rows.getInt(1), new TableRows(rows.getBoolean(2), known));
        }
        return found;
    }
}
