package dev.astern.connector.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where money is at a target, as its settings say.
 *
 * @param currencies by column as the settings write it
 * @param unreadable those columns that no captured table has, or that are no numbers: as long as there are any, somebody
 *     meant something that is not measured
 */
public record AmountColumns(Map<String, String> currencies, NamedColumns columns, Set<String> unreadable) {
    private static final Set<String> NUMBERS = Set.of("numeric", "int2", "int4", "int8", "float4", "float8", "money");

    public static AmountColumns of(Map<String, String> currencies, Collection<TrackedTable> tables) {
        var columns = new NamedColumns(currencies.keySet(), tables);
        var unreadable = new TreeSet<>(columns.unknown());
        for (var table : tables) {
            columns.of(table).stream()
                    .filter(column -> table.current() && !number(column))
                    .forEach(column -> unreadable.add(table.resource() + "." + column.name()));
        }
        return new AmountColumns(Map.copyOf(currencies), columns, unreadable);
    }

    public boolean none() {
        return currencies.isEmpty();
    }

    /** Numbers of a table's columns with money, by currency. */
    public Map<String, List<Integer>> of(TrackedTable table) {
        var found = new TreeMap<String, List<Integer>>();
        columns.of(table).stream()
                .filter(AmountColumns::number)
                .forEach(column -> found.computeIfAbsent(currency(table, column), c -> new ArrayList<>())
                        .add(column.attnum()));
        return found;
    }

    /** The one currency that all are in; empty where there are several, or one does not say. */
    public String currency() {
        var all = Set.copyOf(currencies.values());
        return all.size() == 1 ? all.iterator().next() : "";
    }

    private static boolean number(TrackedColumn column) {
        // Names that are words of SQL as well are quoted.
        var type = column.type().replace("\"", "");
        return type.startsWith("pg_catalog.") && NUMBERS.contains(type.substring("pg_catalog.".length()));
    }

    /** A column that goes by another name by now has the currency of the one that the settings name. */
    private String currency(TrackedTable table, TrackedColumn column) {
        var own = currencies.get(table.resource() + "." + column.name());
        return own != null
                ? own
                : columns.tables().stream()
                        .filter(other -> other.rel() == table.rel())
                        .flatMap(other -> other.columns().stream()
                                .filter(c -> c.attnum() == column.attnum())
                                .map(c -> other.resource() + "." + c.name()))
                        .filter(currencies::containsKey)
                        .map(currencies::get)
                        .findFirst()
                        .orElse("");
    }
}
