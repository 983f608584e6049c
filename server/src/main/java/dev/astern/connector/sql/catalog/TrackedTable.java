package dev.astern.connector.sql.catalog;

import dev.astern.connector.sql.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One table in one shape, and its journal.
 *
 * @param journal the number of its journal
 * @param rel its oid
 * @param schema its schema's name
 * @param table its name
 * @param shape counts up with every change of shape
 * @param key names of the columns that identify a row; empty where nothing does
 * @param columns in order
 * @param current whether new effects go to this journal
 */
public record TrackedTable(
        int journal,
        long rel,
        String schema,
        String table,
        int shape,
        List<String> key,
        List<TrackedColumn> columns,
        boolean current) {
    public TrackedTable {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** As people and receipts call it, for example {@code public.orders}. */
    public String resource() {
        return schema + "." + table;
    }

    public String quoted() {
        return Identifiers.quote(schema, table);
    }

    /** Where its images are read; row capture writes here, too. */
    public String journalTable() {
        return "astern.j_" + journal;
    }

    /** The part of {@link #journalTable} that statement capture writes to: many images at a time, found by ranges. */
    public String bulkJournalTable() {
        return "astern.b_" + journal;
    }

    /** SQL of an image's digest, by its binary form, which is equal exactly where images are. */
    public String imageHash(String alias) {
        return "sha256(record_send(ROW("
                + stored().stream().map(c -> alias + "." + c.journalName()).collect(Collectors.joining(", ")) + ")))";
    }

    /** The columns that have images. */
    public List<TrackedColumn> stored() {
        return columns.stream().filter(column -> !column.generated()).toList();
    }

    public List<TrackedColumn> keyColumns() {
        return key.stream().map(this::column).toList();
    }

    public boolean keyed() {
        return !key.isEmpty();
    }

    private TrackedColumn column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(resource() + " has no key column " + name + ": bug"));
    }
}
