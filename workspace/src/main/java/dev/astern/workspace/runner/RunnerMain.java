package dev.astern.workspace.runner;

import dev.astern.connector.ProblemException;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.connector.LibraryFolder;
import dev.astern.workspace.connector.WorkspaceProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a runner: {@code --workspace NAME=PATH … --state DIR --socket PATH [--peer USER] [--library DIR] [--option NAME=VALUE …]}. */
public final class RunnerMain {
    private static final String USAGE =
            "usage: runner --workspace NAME=PATH … --state DIR --socket PATH [--peer USER] [--library DIR] [--option NAME=VALUE …]";

    private final Map<String, Path> workspaces = new LinkedHashMap<>();
    private final Map<String, String> options = new HashMap<>();
    private @Nullable Path state;
    private @Nullable Path socket;
    private @Nullable String peer;
    private @Nullable Path library;

    private RunnerMain() {}

    static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** Returns the exit code, when it ends: 2 for wrong usage, 1 where it can't run. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        var main = new RunnerMain();
        try {
            main.read(args);
        } catch (IllegalArgumentException e) {
            err.println("astern runner: " + e.getMessage());
            err.println(USAGE);
            return 2;
        }
        try (var runner = main.open()) {
            Runtime.getRuntime().addShutdownHook(new Thread(runner::close));
            out.println("astern runner: listening on " + main.socket);
            runner.serve();
            return 0;
        } catch (IOException | ProblemException | UnsupportedOperationException | IllegalArgumentException e) {
            err.println("astern runner: can't start: " + e.getMessage());
            return 1;
        }
    }

    private void read(List<String> args) {
        for (int i = 0; i < args.size(); i += 2) {
            if (i + 1 >= args.size()) {
                throw new IllegalArgumentException(args.get(i) + " needs a value");
            }
            var value = args.get(i + 1);
            switch (args.get(i)) {
                case "--workspace" ->
                    workspaces.put(before(value), Path.of(after(value)).toAbsolutePath());
                case "--option" -> options.put(before(value), after(value));
                case "--state" -> state = Path.of(value).toAbsolutePath();
                case "--socket" -> socket = Path.of(value).toAbsolutePath();
                case "--peer" -> peer = value;
                case "--library" -> library = Path.of(value).toAbsolutePath();
                default -> throw new IllegalArgumentException("there is no " + args.get(i));
            }
        }
        if (workspaces.isEmpty() || state == null || socket == null) {
            throw new IllegalArgumentException("say which workspaces, where to keep what is kept, and where to listen");
        }
    }

    private static String before(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(pair + " is not NAME=VALUE");
        }
        return pair.substring(0, equals);
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    private Runner open() throws IOException {
        if (state == null || socket == null) {
            throw new IllegalStateException("read before it is opened: bug");
        }
        Files.createDirectories(state);
        return open(workspaces, options, state, socket, Optional.ofNullable(peer), LibraryFolder.of(library));
    }

    static Runner open(
            Map<String, Path> workspaces,
            Map<String, String> options,
            Path state,
            Path socket,
            Optional<String> peer,
            RecoveryLibrary library)
            throws IOException {
        var provider = new WorkspaceProvider(state, Clock.systemUTC(), library);
        var hosted = new HashMap<String, Hosted>();
        for (var one : workspaces.entrySet()) {
            hosted.put(
                    one.getKey(),
                    new Hosted(
                            provider.hosted(one.getKey(), one.getValue(), options),
                            provider.hostedInstallation(one.getKey(), one.getValue(), options)));
        }
        return new Runner(hosted, socket, peer);
    }
}
