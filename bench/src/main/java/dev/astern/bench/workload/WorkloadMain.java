package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Replays and undoes a workload folder, and says in its last line how that went. */
public final class WorkloadMain {
    private static final String SESSIONS = "sessions.jsonl";

    private WorkloadMain() {}

    public static void main(String... args) {
        if (args.length != 1 || !java.nio.file.Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: bench/workload DIR, a folder in one of the formats of the workloads' README");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]).toAbsolutePath().normalize()) ? 0 : 1);
    }

    private static boolean run(Path folder) {
        var tally = Files.find(folder, Statement.FILE).isPresent()
                ? statements(folder)
                : stateful(folder) ? apis(folder) : tables(folder);
        System.out.println(tally.line(folder.getFileName().toString()));
        return tally.good();
    }

    private static boolean stateful(Path folder) {
        return Files.find(folder, SESSIONS)
                .flatMap(file -> Files.lines(file).stream().findFirst())
                .map(ApiSession::is)
                .orElse(false);
    }

    private static Tally apis(Path folder) {
        var sessions = Files.lines(Files.find(folder, SESSIONS).orElseThrow()).stream()
                .map(ApiSession::of)
                .toList();
        var tally = new Tally(System.err, sessions.size());
        var next = new AtomicInteger();
        try (var installed = Installed.start()) {
            Workers.each(worker -> {
                try (var site = new ApiSite(installed, worker)) {
                    var run = new ApiRun(installed, site, tally);
                    for (int i = next.getAndIncrement(); i < sessions.size(); i = next.getAndIncrement()) {
                        run.session(sessions.get(i));
                    }
                }
            });
        }
        return tally;
    }

    private static Tally tables(Path folder) {
        var workload = new KeyedFolder(folder);
        var tally = new Tally(System.err, workload.sessions().size());
        try (var installed = Installed.start()) {
            workload.each(installed, Map.of(), (live, name) -> {
                var gate = new AsternGate(installed, name);
                var run = new KeyedRun(gate, live, workload.tables(), workload.loaded(), tally);
                return run::session;
            });
        }
        return tally;
    }

    private static Tally statements(Path folder) {
        var workload = new UnkeyedFolder(folder);
        var tally = new Tally(System.err, workload.size());
        try (var installed = Installed.start()) {
            workload.each(
                    installed,
                    (statement, why) -> {
                        tally.say(statement.name() + " can't be said to PostgreSQL: " + why);
                        tally.session(false);
                    },
                    (database, name, models) -> {
                        UnkeyedRun.copy(database, models);
                        var run = new UnkeyedRun(new AsternGate(installed, name), database, models, tally);
                        return run::session;
                    });
        }
        return tally;
    }
}
