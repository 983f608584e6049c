package dev.astern.bench;

import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.model.ActionState;
import dev.astern.model.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What governing adds to a command that writes one file: in an empty workspace and in one of 100,000 files, against the
 * same command started by itself; all take turns in one run. From the request at the gateway to its answer, receipts,
 * capture and all; the command line's own start is not in it.
 */
public final class CommandBench {
    private static final int ROUNDS = 8;
    private static final int WARM_UP = 2;
    private static final int TIMES = 10;
    private static final int FILES = 100_000;
    private static final int FILES_PER_FOLDER = 500;

    private final Installed installed;
    private final Path bare;
    private int turn;

    private CommandBench(Installed installed, Path bare) {
        this.installed = installed;
        this.bare = bare;
    }

    /** One workspace with one agent in it. */
    private record Place(String target, Session session) {}

    public static void main(String... args) throws Exception {
        var folder =
                Files.createDirectories(Path.of("bench", "target", "workspaces").toAbsolutePath());
        var base = Files.createTempDirectory(folder, "command");
        try (var installed = Installed.start()) {
            var bench = new CommandBench(installed, Files.createDirectories(base.resolve("bare")));
            var small = bench.place("small", Files.createDirectories(base.resolve("small")), "auto");
            var large = bench.place("large", filled(base.resolve("large")), "auto");
            var mirrored = bench.place("mirrored", filled(base.resolve("mirrored")), "mirror");
            bench.measure(List.of(small, large, mirrored));
        } finally {
            remove(base);
        }
    }

    private Place place(String name, Path root, String mode) {
        var state = root.resolveSibling(name + "-kept");
        installed.installWorkspace(name, root, Map.of("runner", "embedded", "mode", mode, "state", state.toString()));
        return new Place(name, installed.session("agent-" + name, name));
    }

    private static Path filled(Path root) throws IOException {
        for (int i = 0; i < FILES; i++) {
            var folder = root.resolve("folder-" + i / FILES_PER_FOLDER);
            if (i % FILES_PER_FOLDER == 0) {
                Files.createDirectories(folder);
            }
            Files.writeString(folder.resolve("file-" + i), "content of file " + i + "\n");
        }
        return root;
    }

    private void measure(List<Place> places) throws Exception {
        try (var insert = new DurableInsert(installed)) {
            measure(places, insert);
        }
    }

    private void measure(List<Place> places, DurableInsert insert) throws Exception {
        var alone = new Latencies();
        var inserts = new Latencies();
        var governed = places.stream().map(place -> new Latencies()).toList();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            times(this::bare, round < 0 ? new Latencies() : alone);
            times(insert::run, round < 0 ? new Latencies() : inserts);
            for (int i = 0; i < places.size(); i++) {
                var place = places.get(i);
                times(() -> governed(place), round < 0 ? new Latencies() : governed.get(i));
            }
        }
        System.out.println("bare                       " + alone);
        System.out.println("a durable insert           " + inserts);
        for (int i = 0; i < places.size(); i++) {
            System.out.printf(Locale.ROOT, "%-26s %s%n", places.get(i).target(), governed.get(i));
        }
        System.out.printf(
                Locale.ROOT,
                "command added_p50_ms=%.2f files_100k_added_p50_ms=%.2f mirror_100k_added_p50_ms=%.2f"
                        + " bare_p50_ms=%.2f added_inserts=%.1f%n",
                governed.get(0).p50Ms() - alone.p50Ms(),
                governed.get(1).p50Ms() - alone.p50Ms(),
                governed.get(2).p50Ms() - alone.p50Ms(),
                alone.p50Ms(),
                (governed.get(0).p50Ms() - alone.p50Ms()) / inserts.p50Ms());
    }

    private static void times(Latencies.Work work, Latencies into) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            into.time(work);
        }
    }

    private List<String> command() {
        return List.of("sh", "-c", "echo " + turn++ + " > written");
    }

    private void bare() throws Exception {
        int exit =
                new ProcessBuilder(command()).directory(bare.toFile()).start().waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the bare command ended with " + exit);
        }
    }

    private void governed(Place place) {
        var request = new ActionRequest(
                place.target(), "run_command", Map.of("argv", command()), false, null, null, "", List.of(), 0);
        var answer = installed.astern().gateway().perform(place.session(), request, new Cancellation());
        if (answer.state() != ActionState.APPLIED) {
            throw new IllegalStateException(answer.state() + " " + answer.problem());
        }
    }

    private static void remove(Path base) throws IOException {
        try (var all = Files.walk(base)) {
            all.sorted(Comparator.reverseOrder()).forEach(CommandBench::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
