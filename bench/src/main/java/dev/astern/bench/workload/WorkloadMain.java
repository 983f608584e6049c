package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Replays and undoes a workload folder, and says in its last line how that went. */
public final class WorkloadMain {
    /** Comparing all tables after every statement gets slow with too many of them in one database. */
    private static final int TABLES_PER_DATABASE = 40;

    private static final int WORKERS = 4;

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
        System.err.println(loaded.size() + " rows in " + tables.size() + " tables");
        try (var installed = Installed.start()) {
            parallel(installed, (database, name, worker) -> {
                var live = new KeyedTables(database, tables);
                live.create(loaded);
                installed.install(name);
                live.copy();
                var run = new KeyedRun(new AsternGate(installed, name), live, tables, loaded, tally);
                for (int i = worker; i < workload.sessions().size(); i += WORKERS) {
                    run.session(workload.sessions().get(i), i);
                }
            });
        }
        return tally;
    }

    private static Tally statements(Path folder) {
        var all = Statement.readAll(folder);
        var tally = new Tally(System.err, all.size());
        var groups = groups(all);
        try (var installed = Installed.start()) {
            parallel(installed, (database, name, worker) -> {
                for (int i = worker; i < groups.size(); i += WORKERS) {
                    group(installed, "group" + i, groups.get(i), tally);
                }
            });
        }
        return tally;
    }

    /** What one of several workers does, each on a database of its own so that none sees another's sessions. */
    private interface Work {
        void run(Database database, String name, int worker);
    }

    private static void parallel(Installed installed, Work work) {
        try (var executor = Executors.newFixedThreadPool(WORKERS)) {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < WORKERS; i++) {
                int worker = i;
                running.add(executor.submit(() -> {
                    try (var database = open(installed, "workload" + worker)) {
                        work.run(database, "workload" + worker, worker);
                    }
                }));
            }
            for (var worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
