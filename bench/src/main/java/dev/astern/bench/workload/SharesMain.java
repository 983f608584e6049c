package dev.astern.bench.workload;

import dev.astern.bench.Installed;
import java.nio.file.Path;
import java.util.Map;

/**
 * Replays a workload's writes under the policy that Astern ships, and compares what it let run, held and blocked with what
 * {@code bench/shares.py} worked out from the recorded effects. What is held somebody else approves, so that the next
 * write finds the data that it was recorded on.
 */
public final class SharesMain {
    private static final Path EXPECTED = Path.of("bench", "shares.json");

    private SharesMain() {}

    public static void main(String... args) {
        if (args.length != 1 || !java.nio.file.Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: bench/shares DIR, a workload's folder");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0]).toAbsolutePath().normalize()) ? 0 : 1);
    }

    private static boolean run(Path folder) {
        var name = folder.getFileName().toString();
        var table = Files.json(EXPECTED).path(name);
        if (table.isMissingNode()) {
            System.err.println(EXPECTED + " says nothing of " + name);
            return false;
        }
        var expected = Shares.read(table);
        var tally = new SharesTally(System.err);
        try (var installed = Installed.start("default")) {
            if (Files.find(folder, Statement.FILE).isPresent()) {
                statements(installed, folder, tally);
            } else {
                tables(installed, folder, expected, tally);
            }
        }
        return told(name, expected, tally);
    }

    private static void tables(Installed installed, Path folder, Shares expected, SharesTally tally) {
        var workload = new KeyedFolder(folder);
        var options = expected.persons().isEmpty()
                ? Map.<String, String>of()
                : Map.of("persons", KeyedTables.LIVE + "." + expected.persons());
        workload.each(installed, options, (live, name) -> {
            var gate = new SharesGate(installed, name, tally);
            return new KeyedShares(gate, live, workload.tables(), workload.loaded(), tally)::session;
        });
    }

    private static void statements(Installed installed, Path folder, SharesTally tally) {
        new UnkeyedFolder(folder)
                .each(
                        installed,
                        (statement, why) -> tally.wrong(statement.name() + " can't be said to PostgreSQL: " + why),
                        (database, name, models) -> {
                            var gate = new SharesGate(installed, name, tally);
                            return (statement, model, number) -> gate.one(model.sql());
                        });
    }

    private static boolean told(String name, Shares expected, SharesTally tally) {
        var found = tally.shares(expected.persons());
        System.out.println("by rule   " + found.rules());
        System.out.println("expected  " + expected.rules());
        System.out.println("shares=" + name + found.line("") + expected.line("expected_"));
        return found.equals(expected) && tally.good();
    }
}
