package dev.astern.connector.sql.undo;

import java.util.List;
import java.util.Optional;

/** What the rest of the database has to say: rows that others made and that refer here, values that others took. */
final class CheckSql {
    private CheckSql() {}

    /** A row that the agent inserted is kept while a row that stays refers to it. */
    static Optional<String> children(ForeignKey key, UndoTable parent, Optional<UndoTable> child) {
        var columns = columns(parent, key.parentColumns());
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var refers = new StringBuilder();
        for (int i = 0; i < columns.get().size(); i++) {
            refers.append(i == 0 ? "" : " AND ")
                    .append("c.")
                    .append(key.childNames().get(i))
                    .append(" = u.")
                    .append(columns.get().get(i).now());
        }
        return Optional.of("""
                UPDATE %1$s u SET act = '-', res = 'KEPT', reason = 'REFERENCED_BY_OTHERS'
                 WHERE act = 'D' AND EXISTS (SELECT FROM %2$s c WHERE %3$s%4$s)
                """.formatted(
                        parent.work(),
                        key.childName(),
                        refers,
                        child.map(c -> leaves(c, key)).orElse("")));
    }

    /** Not counted: a referring row that goes itself, or whose reference is changed back. */
    private static String leaves(UndoTable child, ForeignKey key) {
        var changed = columns(child, key.childColumns())
                .map(columns -> String.join(
                        " OR ", columns.stream().map(c -> "g." + c.write()).toList()))
                .orElse("false");
        return " AND NOT EXISTS (SELECT FROM " + child.work() + " g WHERE g.place = c.ctid AND g.part = c.tableoid"
                + " AND (g.act = 'D' OR (g.act = 'U' AND (" + changed + "))))";
    }

    /** A row can't come back, nor refer again, to one that is neither there nor comes back with it. */
    static Optional<String> parents(ForeignKey key, UndoTable child, Optional<UndoTable> parent) {
        var columns = columns(child, key.childColumns());
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var own = columns.get();
        var complete = String.join(
                " AND ",
                own.stream().map(c -> "u." + c.before() + " IS NOT NULL").toList());
        var writes = String.join(" OR ", own.stream().map(c -> "u." + c.write()).toList());
        var there = new StringBuilder();
        for (int i = 0; i < own.size(); i++) {
            there.append(i == 0 ? "" : " AND ")
                    .append("p.")
                    .append(key.parentNames().get(i))
                    .append(" = u.")
                    .append(own.get(i).before());
        }
        return Optional.of("""
                UPDATE %1$s u SET act = '-', res = 'KEPT', reason = 'PARENT_MISSING'
                 WHERE (act IN ('I', 'O') OR (act = 'U' AND (%2$s))) AND %3$s
                   AND NOT EXISTS (SELECT FROM %4$s p WHERE %5$s%6$s)%7$s
                """.formatted(
                        child.work(),
                        writes,
                        complete,
                        key.parentName(),
                        there,
                        parent.map(CheckSql::goes).orElse(""),
                        parent.flatMap(p -> comesBack(p, key, own)).orElse("")));
    }

    private static String goes(UndoTable parent) {
        return " AND NOT EXISTS (SELECT FROM " + parent.work()
                + " g WHERE g.act = 'D' AND g.place = p.ctid AND g.part = p.tableoid)";
    }

    private static Optional<String> comesBack(UndoTable parent, ForeignKey key, List<Column> own) {
        return columns(parent, key.parentColumns()).map(theirs -> {
            var equal = new StringBuilder();
            for (int i = 0; i < theirs.size(); i++) {
                equal.append(" AND r.")
                        .append(theirs.get(i).before())
                        .append(" = u.")
                        .append(own.get(i).before());
            }
            return " AND NOT EXISTS (SELECT FROM " + parent.work() + " r WHERE r.act IN ('I', 'U', 'O')" + equal + ")";
        });
    }

    /** Another row that stays as it is holds a unique value that this one needs. */
    static Optional<String> unique(UniqueKey key, UndoTable undo) {
        var columns = columns(undo, key.columns());
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var own = columns.get();
        var equal = new StringBuilder();
        for (int i = 0; i < own.size(); i++) {
            equal.append(i == 0 ? "" : " AND ")
                    .append("t.")
                    .append(key.names().get(i))
                    .append(key.nullsEqual() ? " IS NOT DISTINCT FROM u." : " = u.")
                    .append(own.get(i).before());
        }
        var writes = String.join(" OR ", own.stream().map(c -> "u." + c.write()).toList());
        var moves = String.join(" OR ", own.stream().map(c -> "g." + c.write()).toList());
        return Optional.of("""
                UPDATE %1$s u SET act = '-', res = 'KEPT', reason = 'UNIQUE_TAKEN'
                 WHERE (act = 'I' OR (act = 'U' AND (%2$s)))
                   AND EXISTS (SELECT FROM %3$s t WHERE %4$s AND (t.ctid, t.tableoid) IS DISTINCT FROM (u.place, u.part)
                           AND NOT EXISTS (SELECT FROM %1$s g WHERE g.place = t.ctid AND g.part = t.tableoid
                                              AND (g.act = 'D' OR (g.act = 'U' AND (%5$s)))))
                """.formatted(undo.work(), writes, undo.table().quoted(), equal, moves));
    }

    /** The working table's columns by their numbers; empty when an older shape lacks one. */
    private static Optional<List<Column>> columns(UndoTable undo, List<Integer> numbers) {
        var found = numbers.stream()
                .map(number -> undo.columns().stream()
                        .filter(column -> column.tracked().attnum() == number)
                        .findFirst())
                .toList();
        return found.stream().allMatch(Optional::isPresent)
                ? Optional.of(found.stream().map(Optional::get).toList())
                : Optional.empty();
    }
}
