package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** A folder of single statements, each on a table of its own. */
final class UnkeyedFolder {
    /** Comparing all tables after every statement gets slow with too many of them in one database. */
    private static final int TABLES_PER_DATABASE = 40;

    private final List<Statement> statements;

    /** Makes, from a database with some of the tables loaded and captured, what replays each of its statements. */
    interface Runs {
        Run on(Database database, String target, List<UnkeyedModel> models);
    }

    /** Replays one statement. */
    interface Run {
        void statement(Statement statement, UnkeyedModel model, int number);
    }

    UnkeyedFolder(Path path) {
        statements = Statement.readAll(path);
    }

    int size() {
        return statements.size();
    }

    /** @param unsaid is told of a statement that has no equal in PostgreSQL, and why */
    void each(Installed installed, BiConsumer<Statement, String> unsaid, Runs runs) {
        var groups = groups(statements);
        Workers.each(worker -> {
            for (int i = worker; i < groups.size(); i += Workers.COUNT) {
                group(installed, "group" + i, groups.get(i), unsaid, runs);
            }
        });
    }

    private static void group(
            Installed installed,
            String name,
            List<Statement> statements,
            BiConsumer<Statement, String> unsaid,
            Runs runs) {
        try (var database = Workers.open(installed, name)) {
            database.run("CREATE SCHEMA " + UnkeyedModel.SCHEMA);
            var names = new Names();
            var models = new ArrayList<UnkeyedModel>();
            var known = new ArrayList<Statement>();
            for (var statement : statements) {
                try {
                    models.add(UnkeyedModel.of(database, statement, names));
                    known.add(statement);
                } catch (IllegalStateException e) {
                    unsaid.accept(statement, String.valueOf(e.getMessage()));
                }
            }
            for (int i = 0; i < models.size(); i++) {
                create(database, models.get(i), known.get(i));
            }
            database.run("DROP SCHEMA " + UnkeyedModel.SCHEMA + " CASCADE");
            installed.install(name);
            var run = runs.on(database, name, models);
            for (int i = 0; i < models.size(); i++) {
                run.statement(known.get(i), models.get(i), i);
            }
        }
    }

    private static void create(Database database, UnkeyedModel model, Statement statement) {
        database.run(model.table().create(KeyedTables.LIVE, ""));
        database.runAll(statement.rows().stream()
                .map(row -> model.table().insert(KeyedTables.LIVE, row))
                .toList());
    }

    /** No two tables of a name in one database, since the statements do not say which. */
    private static List<List<Statement>> groups(List<Statement> all) {
        var groups = new ArrayList<List<Statement>>();
        var left = new ArrayList<>(all);
        while (!left.isEmpty()) {
            var group = new ArrayList<Statement>();
            var names = new HashSet<String>();
            left.removeIf(s -> group.size() < TABLES_PER_DATABASE
                    && names.add(s.table().toLowerCase(Locale.ROOT))
                    && group.add(s));
            groups.add(group);
        }
        return groups;
    }
}
