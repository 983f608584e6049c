package dev.astern.connector.sql.undo;

import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One table that an undo touches.
 *
 * @param number names its working tables
 * @param table in its present shape
 * @param journals of all shapes that hold images of the selection
 * @param columns those that the present shape and all those journals have
 * @param lost names of columns in a journal that the table has no more
 */
record UndoTable(int number, TrackedTable table, List<TrackedTable> journals, List<Column> columns, List<String> lost) {
    static UndoTable of(int number, TrackedTable current, List<TrackedTable> journals) {
        var common = current.stored().stream()
                .filter(column -> journals.stream()
                        .allMatch(journal -> stored(current, journal, column).isPresent()))
                .map(Column::new)
                .toList();
        var lost = journals.stream()
                .flatMap(journal -> journal.stored().stream()
                        .filter(column -> current.stored().stream()
                                .noneMatch(c -> stored(current, journal, c)
                                        .filter(column::equals)
                                        .isPresent())))
                .map(TrackedColumn::name)
                .distinct()
                .toList();
        return new UndoTable(number, current, journals, common, lost);
    }

    /** Where a journal keeps a present column: a column that was dropped and brought back has another number. */
    Optional<TrackedColumn> stored(TrackedTable journal, TrackedColumn column) {
        return stored(table, journal, column);
    }

    private static Optional<TrackedColumn> stored(TrackedTable current, TrackedTable journal, TrackedColumn column) {
        return journal.stored().stream()
                .filter(c -> same(c, column))
                .findFirst()
                .or(() -> journal.stored().stream()
                        .filter(c -> c.name().equals(column.name()) && c.type().equals(column.type()))
                        .filter(c -> current.columns().stream().noneMatch(now -> now.attnum() == c.attnum()))
                        .findFirst());
    }

    private static boolean same(TrackedColumn one, TrackedColumn other) {
        return one.attnum() == other.attnum() && one.type().equals(other.type());
    }

    /** Net images, before they are compared with the present. */
    String net() {
        return "astern_net_" + number;
    }

    /** One row per effect, with all images and what is decided. */
    String work() {
        return "astern_undo_" + number;
    }

    boolean keyed() {
        return !key().isEmpty();
    }

    /** The key's columns; empty also where the key is not part of every shape. */
    List<Column> key() {
        var key = table.keyColumns().stream()
                .map(k -> columns.stream().filter(c -> c.tracked().equals(k)).findFirst())
                .toList();
        return key.stream().allMatch(Optional::isPresent)
                ? key.stream().map(Optional::get).toList()
                : List.of();
    }

    /** One piece of SQL per column. */
    String each(String separator, Function<Column, String> piece) {
        return columns.stream().map(piece).collect(Collectors.joining(separator));
    }

    String eachKey(String separator, Function<Column, String> piece) {
        return key().stream().map(piece).collect(Collectors.joining(separator));
    }

    String hash(Function<Column, String> piece) {
        return ImageSql.hash(each(", ", piece));
    }

    /** Names an effect of the working table, so that a person's choice finds it again. */
    String item() {
        var what = keyed()
                ? eachKey(" || '|' || ", c -> "coalesce(" + c.after() + ", " + c.before() + ")::text")
                : "id::text || '|' || "
                        + each(
                                " || '|' || ",
                                c -> "coalesce((" + c.before() + ")::text, '') || '>' || coalesce((" + c.after()
                                        + ")::text, '')");
        return "left(encode(sha256(convert_to(" + Identifiers.literal(table.resource() + "|") + " || " + what
                + ", 'UTF8')), 'hex'), 16)";
    }
}
