package dev.astern.connector.sql.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The columns that a target's settings name, for example those that say whom a row is about. A column goes by another name in an older shape of its table, or in one that
 * was renamed since; its number stays, and one that was dropped and brought back has its name.
 *
 * @param names as the settings write them, {@code schema.table.column}
 */
public record NamedColumns(Set<String> names, List<TrackedTable> tables) {
    public NamedColumns(Set<String> names, Collection<TrackedTable> tables) {
        this(Set.copyOf(names), List.copyOf(tables));
    }

    /** Those of a journal's columns. */
    public List<TrackedColumn> of(TrackedTable table) {
        var numbers = numbers(table.rel());
        return table.stored().stream()
                .filter(c -> numbers.contains(c.attnum()) || named(table.resource(), c.name()))
                .toList();
    }

    /** Numbers of a table's columns that have or had such a name. */
    public Set<Integer> numbers(long rel) {
        return tables.stream()
                .filter(table -> table.rel() == rel)
                .flatMap(table -> table.columns().stream()
                        .filter(c -> named(table.resource(), c.name()))
                        .map(TrackedColumn::attnum))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Names of a table's columns, as the settings write them. */
    public Set<String> names(String schema, String table) {
        var prefix = schema + "." + table + ".";
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean named(String resource, String column) {
        return names.contains(resource + "." + column);
    }

    /** Those that no captured table has. */
    public Set<String> unknown() {
        var unknown = new TreeSet<>(names);
        for (var table : tables) {
            table.stored().forEach(c -> unknown.remove(table.resource() + "." + c.name()));
        }
        return unknown;
    }
}
