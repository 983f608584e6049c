package dev.astern.connector.sql.undo;

import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The working tables of one undo, from net effect to decision. */
final class Work {
    private final Connection connection;
    private final List<UndoTable> tables;
    private final List<TrackedTable> gone;
    private final ErasedEffects erased;
    private List<UniqueKey> uniqueKeys = List.of();

    Work(Connection connection, Selection selection, Collection<TrackedTable> all) throws SQLException {
        this.connection = connection;
        var byRel = new LinkedHashMap<Long, List<TrackedTable>>();
        for (var journal : selection.journals()) {
            byRel.computeIfAbsent(journal.rel(), rel -> new ArrayList<>()).add(journal);
        }
        var found = new ArrayList<UndoTable>();
        var lost = new ArrayList<TrackedTable>();
        for (var entry : byRel.entrySet()) {
            current(all, entry.getKey())
                    .ifPresentOrElse(
                            table -> found.add(UndoTable.of(found.size(), table, entry.getValue())),
                            () -> lost.addAll(entry.getValue()));
        }
        this.tables = List.copyOf(found);
        this.gone = List.copyOf(lost);
        this.erased = selection.erased();
    }

    private static Optional<TrackedTable> current(Collection<TrackedTable> all, long rel) {
        return all.stream().filter(t -> t.rel() == rel && t.current()).findFirst();
    }

    List<UndoTable> tables() {
        return tables;
    }

    /** Those of all tables; known once prepared. */
    List<UniqueKey> uniqueKeys() {
        return uniqueKeys;
    }

    /** Tables of the selection that are no more. */
    List<TrackedTable> gone() {
        return gone;
    }

    ErasedEffects erased() {
        return erased;
    }

    /** Decides everything; with {@code lock} nobody else can move the rows until the transaction ends. */
    void prepare(UndoRequest request, boolean lock) throws SQLException {
        for (var table : tables) {
            run(NetSql.create(table));
        }
        if (lock) {
            // All locks come before all looks: what was waited for is seen.
            for (var table : tables) {
                run(WorkSql.lock(table));
            }
            // The rows were all just read, so finding them again by their keys costs little.
            run("SET LOCAL random_page_cost = 0.1");
        }
        for (var table : tables) {
            decide(table, request);
            if (!table.keyed()) {
                run(WorkSql.unpaired(table));
            }
        }
        check();
    }

    private void decide(UndoTable table, UndoRequest request) throws SQLException {
        var all = request.onConflict() == OnConflict.RESTORE;
        if (request.choices().isEmpty()) {
            run(WorkSql.create(table, Boolean.toString(all)));
            return;
        }
        var force = "(" + all + " OR " + table.item() + " = ANY (?)) AND NOT " + table.item() + " = ANY (?)";
        try (var create = connection.prepareStatement(WorkSql.create(table, force))) {
            create.setArray(1, connection.createArrayOf("text", chosen(request.choices(), OnConflict.RESTORE)));
            create.setArray(2, connection.createArrayOf("text", chosen(request.choices(), OnConflict.KEEP)));
            create.execute();
        }
    }

    private static Object[] chosen(Map<String, OnConflict> choices, OnConflict choice) {
        return choices.entrySet().stream()
                .filter(entry -> entry.getValue() == choice)
                .map(Map.Entry::getKey)
                .toArray();
    }

    /** One row that is kept can be the reason to keep another, so this goes on until nothing changes. */
    private void check() throws SQLException {
        var rels = tables.stream().map(t -> t.table().rel()).toList();
        var checks = new ArrayList<String>();
        for (var key : ForeignKey.touching(connection, rels)) {
            var child = byRel(key.child());
            var parent = byRel(key.parent());
            parent.flatMap(p -> CheckSql.children(key, p, child)).ifPresent(checks::add);
            child.flatMap(c -> CheckSql.parents(key, c, parent)).ifPresent(checks::add);
        }
        uniqueKeys = UniqueKey.of(connection, rels);
        for (var key : uniqueKeys) {
            byRel(key.table()).flatMap(t -> CheckSql.unique(key, t)).ifPresent(checks::add);
        }
        long changed;
        do {
            changed = 0;
            for (var check : checks) {
                changed += count(check);
            }
        } while (changed > 0);
    }

    private Optional<UndoTable> byRel(long rel) {
        return tables.stream().filter(t -> t.table().rel() == rel).findFirst();
    }

    private int count(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    void run(String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
