package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Replays and undoes a workload folder, and says in its last line how that went. */
public final class WorkloadMain {
    /** Comparing all tables after every statement gets slow with too many of them in one database. */
    private static final int TABLES_PER_DATABASE = 40;

    private WorkloadMain() {}

    public static void main(String... args) {
        if (args.length != 1 || !java.nio.file.Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: bench/workload DIR, a folder in one of the formats of the workloads' README");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]).toAbsolutePath().normalize()) ? 0 : 1);
    }

    private static boolean run(Path folder) {
        var unkeyed = Files.find(folder, Statement.FILE).isPresent();
        var tally = unkeyed ? statements(folder) : tables(folder);
        System.out.println(tally.line(folder.getFileName().toString()));
        return tally.good();
    }

    private static Tally tables(Path folder) {
        var workload = TablesFolder.read(folder);
        var tables = new SchemaFinder(workload).find();
        var loaded = KeyedRun.loaded(workload, tables);
        var tally = new Tally(System.err, workload.sessions().size());
        try (var installed = Installed.start();
                var database = open(installed, "workload")) {
            var live = new KeyedTables(database, tables);
            live.create(loaded);
            installed.install("workload");
            live.copy();
            System.err.println(loaded.size() + " rows in " + tables.size() + " tables");
            var run = new KeyedRun(new AsternGate(installed, "workload"), live, tables, loaded, tally);
            for (int i = 0; i < workload.sessions().size(); i++) {
                run.session(workload.sessions().get(i), i);
            }
        }
        return tally;
    }

    private static Tally statements(Path folder) {
        var all = Statement.readAll(folder);
        var tally = new Tally(System.err, all.size());
        try (var installed = Installed.start()) {
            int number = 0;
            for (var group : groups(all)) {
                group(installed, "workload" + number++, group, tally);
            }
        }
        return tally;
    }

    private static void group(Installed installed, String name, List<Statement> statements, Tally tally) {
        try (var database = open(installed, name)) {
            database.run("CREATE SCHEMA " + UnkeyedModel.SCHEMA);
            var names = new Names();
            var models = new ArrayList<UnkeyedModel>();
            var known = new ArrayList<Statement>();
            for (var statement : statements) {
                try {
                    models.add(UnkeyedModel.of(database, statement, names));
                    known.add(statement);
                } catch (IllegalStateException e) {
                    tally.say(statement.name() + " can't be said to PostgreSQL: " + e.getMessage());
                    tally.session(false);
                }
            }
            for (int i = 0; i < models.size(); i++) {
                create(database, models.get(i), known.get(i));
            }
            database.run("DROP SCHEMA " + UnkeyedModel.SCHEMA + " CASCADE");
            installed.install(name);
            UnkeyedRun.copy(database, models);
            var run = new UnkeyedRun(new AsternGate(installed, name), database, models, tally);
            for (int i = 0; i < models.size(); i++) {
                run.session(known.get(i), models.get(i), i);
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

    private static Database open(Installed installed, String name) {
        installed.createDatabase(name);
        return new Database(installed.url(name), installed.user(), installed.password());
    }
}
