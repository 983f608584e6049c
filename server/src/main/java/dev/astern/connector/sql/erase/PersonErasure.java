package dev.astern.connector.sql.erase;

import dev.astern.connector.ImageErasure;
import dev.astern.connector.ImageErasure.DigestChange;
import dev.astern.connector.PersonImages;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.NamedColumns;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import dev.astern.connector.sql.ddl.KeptErasure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Erases what is kept about a person at one target, in the one transaction of the connection it is given. */
public final class PersonErasure {
    private static final String SETTINGS =
            "SET LOCAL search_path = pg_catalog; SET LOCAL standard_conforming_strings = on;"
                    + " SET LOCAL row_security = off; SET LOCAL jit = off; SET LOCAL work_mem = '64MB';"
                    + " SET LOCAL lock_timeout = 10000; SET LOCAL statement_timeout = 600000";

    /** Whoever looks at images in a transaction reads this table first, so that none of them goes while they look. */
    private static final String ALONE = "LOCK TABLE astern.erased IN ACCESS EXCLUSIVE MODE NOWAIT";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TAKEN = "55P03";

    /** As changes of structure take it: what was moved aside neither comes back nor follows meanwhile. */
    private static final String STRUCTURE_STAYS = "SELECT pg_catalog.pg_advisory_xact_lock(7307498274)";

    private final Connection connection;
    private final List<TrackedTable> tables;
    private final NamedColumns columns;
    private final List<JournalHits> hits;
    private final KeptErasure kept;

    /** @param names columns that say whom a row is about, {@code schema.table.column} */
    public PersonErasure(Connection connection, Set<String> names, String person) throws SQLException {
        run(connection, SETTINGS);
        if (!ErasedImages.kept(connection)) {
            throw Problem.of(Reason.CAPTURE_OUTDATED, "what is installed here can't erase images by person")
                    .toException();
        }
        this.connection = connection;
        this.tables = TrackedTables.load(connection);
        this.columns = new NamedColumns(names, tables);
        this.hits = tables.stream()
                .filter(table -> !columns.of(table).isEmpty())
                .map(table -> new JournalHits(table, columns.of(table), person))
                .toList();
        this.kept = new KeptErasure(connection, new Person(person));
    }

    public PersonImages count() throws SQLException {
        long images = find();
        var actions = new HashSet<>(ActionDigests.of(connection, transactions()).actions());
        long rows = 0;
        for (var found : kept.find()) {
            rows += found.rows();
            actions.add(found.action());
        }
        return new PersonImages(images, rows, 0, actions, notes());
    }

    /** A setting that fits nothing erases nothing, and somebody should know. */
    private List<String> notes() {
        return columns.unknown().stream()
                .map(name -> "the setting persons names " + name + ", which is no column of a captured table")
                .toList();
    }

    public PersonImages erase(ImageErasure erasure) throws SQLException {
        alone();
        long found = find();
        var digests = ActionDigests.of(connection, transactions());
        var actions = new HashSet<>(digests.actions());
        letGo(erasure.held(digests.actions()));
        long images = total();
        var before = digests.read(tables);
        replace();
        var changes = changes(before, digests.read(tables));
        run(connection, STRUCTURE_STAYS);
        var aside = kept.find();
        actions.addAll(aside.stream().map(KeptErasure.Found::action).toList());
        var heldAside =
                erasure.held(aside.stream().map(KeptErasure.Found::action).collect(Collectors.toSet()));
        long rows = 0;
        long held = found - images;
        for (var one : aside) {
            if (heldAside.contains(one.action())) {
                held += one.rows();
            } else {
                kept.erase(one);
                rows += one.rows();
            }
        }
        if (images + rows > 0) {
            erasure.becoming(changes);
            remember(erasure.ids().getFirst(), images, rows);
        }
        return total(erasure.ids(), held, actions);
    }

    /** It never queues: an undo that has begun to look may have to look again, and would wait behind it for itself. */
    private void alone() throws SQLException {
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var before = connection.setSavepoint();
            try {
                run(connection, ALONE);
                return;
            } catch (SQLException e) {
                if (!TAKEN.equals(e.getSQLState()) || System.nanoTime() > until) {
                    throw e;
                }
                connection.rollback(before);
                run(connection, "SELECT pg_sleep(0.02)");
            }
        }
    }

    private long find() throws SQLException {
        for (var hit : hits) {
            for (var sql : hit.find()) {
                run(connection, sql);
            }
        }
        return total();
    }

    private long total() throws SQLException {
        long images = 0;
        for (var hit : hits) {
            images += number(hit.count());
        }
        return images;
    }

    private String transactions() {
        return hits.isEmpty()
                ? "SELECT 0::bigint WHERE false"
                : hits.stream().map(JournalHits::transactions).collect(Collectors.joining(" UNION "));
    }

    private void letGo(Set<String> actions) throws SQLException {
        if (actions.isEmpty()) {
            return;
        }
        var held = "SELECT p.xact FROM astern_parts p WHERE p.action = ANY (?)";
        for (var hit : hits) {
            try (var delete = connection.prepareStatement(hit.letGo(held))) {
                delete.setArray(1, connection.createArrayOf("text", actions.toArray()));
                delete.executeUpdate();
            }
        }
    }

    private void replace() throws SQLException {
        for (var hit : hits) {
            if (number(hit.count()) > 0) {
                for (var sql : hit.replace()) {
                    run(connection, sql);
                }
            }
        }
    }

    private static List<DigestChange> changes(Map<String, String> before, Map<String, String> after) {
        var changes = new ArrayList<DigestChange>();
        before.forEach((action, digest) -> {
            var now = after.getOrDefault(action, "");
            if (!now.equals(digest)) {
                changes.add(new DigestChange(action, digest, now));
            }
        });
        return changes;
    }

    private void remember(String erasure, long images, long rows) throws SQLException {
        try (var insert =
                connection.prepareStatement("INSERT INTO astern.erasure (id, images, rows) VALUES (?, ?, ?)")) {
            insert.setString(1, erasure);
            insert.setLong(2, images);
            insert.setLong(3, rows);
            insert.executeUpdate();
        }
    }

    private PersonImages total(List<String> erasures, long held, Set<String> actions) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT coalesce(sum(images), 0)::bigint, coalesce(sum(rows), 0)::bigint FROM astern.erasure WHERE id = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("text", erasures.toArray()));
            try (var row = select.executeQuery()) {
                row.next();
                return new PersonImages(row.getLong(1), row.getLong(2), held, actions, notes());
            }
        }
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Whom it is about, for what was moved aside. */
    private final class Person implements KeptErasure.Person {
        private final String name;

        private Person(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Set<Integer> numbers(long rel) {
            return columns.numbers(rel);
        }

        @Override
        public Set<String> names(String schema, String table) {
            return columns.names(schema, table);
        }

        @Override
        public List<String> keys(long rel, List<String> names) {
            return hits.stream()
                    .filter(hit -> hit.table().rel() == rel && hit.table().key().containsAll(names))
                    .map(hit -> keys(hit, name -> column(hit.table(), name), names))
                    .toList();
        }

        private String keys(JournalHits hit, UnaryOperator<String> column, List<String> names) {
            return names.stream()
                    .map(name -> "h." + column.apply(name) + "::text")
                    .collect(Collectors.joining(", ", "SELECT ", " FROM " + hit.rows() + " h"));
        }

        private static String column(TrackedTable table, String name) {
            return table.keyColumns().stream()
                    .filter(c -> c.name().equals(name))
                    .map(TrackedColumn::journalName)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
