package dev.astern.bench.workload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables in the database, three times: {@code public}, where agents and people work; {@code pristine}, as loaded;
 * {@code expected}, what they should be.
 */
final class KeyedTables {
    static final String LIVE = "public";
    static final String PRISTINE = "pristine";
    static final String EXPECTED = "expected";

    private final Database database;
    private final List<Table> tables;

    KeyedTables(Database database, List<Table> tables) {
        this.database = database;
        this.tables = List.copyOf(tables);
    }

    void create(Map<Ref, Row> rows) {
        database.runAll(tables.stream().map(t -> t.create(LIVE)).toList());
        database.runAll(rows.entrySet().stream()
                .map(e -> new Change.Insert(e.getKey(), e.getValue()).sql(LIVE))
                .toList());
    }

    /** Copies what is live; done once, after capture has been put on, so that the copies have none. */
    void copy() {
        for (var schema : List.of(PRISTINE, EXPECTED)) {
            database.run("CREATE SCHEMA " + schema);
            for (var table : tables) {
                var copy = Sql.name(schema, table.name());
                var live = Sql.name(LIVE, table.name());
                database.run("CREATE TABLE " + copy + " (LIKE " + live + " INCLUDING INDEXES)");
                database.run("INSERT INTO " + copy + " SELECT * FROM " + live);
            }
        }
        database.run("ANALYZE");
    }

    void apply(Collection<Change> changes) {
        database.runAll(changes.stream().map(c -> c.sql(LIVE)).toList());
    }

    /** Writes down what some rows should be. */
    void expect(Ledger ledger, Collection<Ref> refs) {
        var statements = new ArrayList<String>();
        for (var ref : refs) {
            statements.add(new Change.Delete(ref).sql(EXPECTED));
            var row = ledger.expected(ref);
            if (row != null) {
                statements.add(new Change.Insert(ref, row).sql(EXPECTED));
            }
        }
        database.runAll(statements);
    }

    /** Which tables differ from what they should be, and in how many rows. */
    List<String> differences() {
        return different(LIVE, EXPECTED).entrySet().stream()
                .map(e -> e.getKey().name() + " differs in " + e.getValue() + " rows")
                .toList();
    }

    private Map<Table, Long> different(String one, String other) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        var byName = tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
        var found = new HashMap<Table, Long>();
        database.query(
                Compare.keyed(tables, one, other),
                row -> found.put(java.util.Objects.requireNonNull(byName.get(row.getString(1))), row.getLong(2)));
        return found;
    }

    /** Brings everything back to as it was loaded. */
    void reset() {
        for (var schema : List.of(LIVE, EXPECTED)) {
            different(schema, PRISTINE).keySet().forEach(table -> reset(schema, table));
        }
    }

    private void reset(String schema, Table table) {
        var live = Sql.name(schema, table.name());
        var pristine = Sql.name(PRISTINE, table.name());
        var key = Sql.name(table.key().name());
        database.runAll(List.of(
                "DELETE FROM " + live + " a WHERE NOT EXISTS (SELECT FROM " + pristine + " b WHERE b." + key + " = a."
                        + key + " AND a.* *= b.*)",
                "INSERT INTO " + live + " SELECT * FROM " + pristine + " b WHERE NOT EXISTS (SELECT FROM " + live
                        + " a WHERE a." + key + " = b." + key + ")"));
    }

    /** The rows as they are now. */
    Map<Ref, Row> read(Collection<Ref> refs) {
        var byTable = refs.stream().collect(Collectors.groupingBy(Ref::table));
        var found = new HashMap<Ref, Row>();
        byTable.forEach((table, some) -> found.putAll(read(table, some)));
        return found;
    }

    private Map<Ref, Row> read(Table table, List<Ref> refs) {
        var columns = table.columns();
        var select = columns.stream().map(c -> Sql.name(c.name()) + "::text").collect(Collectors.joining(", "));
        var keys = refs.stream().map(r -> table.key().type().literal(r.key())).collect(Collectors.joining(", "));
        var sql = "SELECT " + select + " FROM " + Sql.name(LIVE, table.name()) + " WHERE "
                + Sql.name(table.key().name()) + " IN (" + keys + ")";
        var rows = database.query(sql, result -> {
            var values = new ArrayList<@Nullable String>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(Values.fromDatabase(
                        result.getString(i + 1), columns.get(i).type()));
            }
            return new Row(values);
        });
        return rows.stream().collect(Collectors.toMap(row -> new Ref(table, table.keyOf(row)), Function.identity()));
    }
}
