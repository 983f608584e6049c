package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder in the tables format: its sessions on four databases at once. */
final class KeyedFolder {
    private final TablesFolder folder;
    private final List<Table> tables;
    private final Map<Ref, Row> loaded;

    /** Makes, from a database with the tables loaded and captured, what replays each of its sessions. */
    interface Runs {
        Run on(KeyedTables live, String target);
    }

    /** Replays one session. */
    interface Run {
        void session(Recorded session, int number);
    }

    KeyedFolder(Path path) {
        folder = TablesFolder.read(path);
        tables = new SchemaFinder(folder).find();
        loaded = KeyedRun.loaded(folder, tables);
        System.err.println(loaded.size() + " rows in " + tables.size() + " tables");
    }

    List<Recorded> sessions() {
        return folder.sessions();
    }

    List<Table> tables() {
        return tables;
    }

    Map<Ref, Row> loaded() {
        return loaded;
    }

    /** @param options the targets' settings */
    void each(Installed installed, Map<String, String> options, Runs runs) {
        Workers.each(worker -> {
            var name = "workload" + worker;
            try (var database = Workers.open(installed, name)) {
                var live = new KeyedTables(database, tables);
                live.create(loaded);
                installed.install(name, options);
                live.copy();
                var run = runs.on(live, name);
                for (int i = worker; i < sessions().size(); i += Workers.COUNT) {
                    run.session(sessions().get(i), i);
                }
            }
        });
    }
}
