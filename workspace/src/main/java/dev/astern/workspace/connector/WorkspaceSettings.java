package dev.astern.workspace.connector;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetConfig;
import dev.astern.workspace.Engine;
import dev.astern.workspace.command.Level;
import dev.astern.workspace.command.Limits;
import dev.astern.workspace.command.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A target's settings, checked: where its commands run. */
sealed interface WorkspaceSettings {
    /** Through a runner on the workspace's host. */
    record OfRunner(Path socket) implements WorkspaceSettings {}

    /** Inside this process. */
    record Embedded(Engine.Settings engine) implements WorkspaceSettings {}

    Set<String> NAMES = Set.of("runner", "state", "mode", "network", "processes", "output_mb", "keep_mb");
    String ENVIRONMENT = "env.";
    int LONGEST_SOCKET = 100;

    /** @param dataDir Astern's own folder on this host, which commands never see; kept state is in it unless told otherwise */
    static WorkspaceSettings of(TargetConfig config, Path dataDir) {
        var options = config.options();
        for (var name : options.keySet()) {
            if (!NAMES.contains(name) && !name.startsWith(ENVIRONMENT)) {
                throw bad("there is no option " + name + "; there are " + NAMES + " and " + ENVIRONMENT + "NAME");
            }
        }
        var runner = options.getOrDefault("runner", "");
        if (runner.startsWith("unix:")) {
            var socket = path(runner.substring("unix:".length()));
            if (socket.toString().length() > LONGEST_SOCKET) {
                throw bad("a socket's path may have " + LONGEST_SOCKET + " characters");
            }
            return new OfRunner(socket);
        }
        if (!runner.equals("embedded")) {
            throw bad("say where the runner listens, runner=unix:PATH, or runner=embedded for one inside the server,"
                    + " which keeps commands less apart");
        }
        return new Embedded(engine(config.name(), root(config.url()), options, dataDir));
    }

    static Engine.Settings engine(String name, Path root, Map<String, String> options, Path dataDir) {
        var state = options.containsKey("state")
                ? path(options.get("state"))
                : dataDir.resolve("workspaces").resolve(name);
        if (!Sandbox.canCarry(root) || !Sandbox.canCarry(state)) {
            throw bad(
                    "the paths of a workspace and of what is kept may not have commas, colons or backslashes in them");
        }
        if (state.startsWith(root)) {
            throw bad("what is kept can't be in the workspace itself");
        }
        return new Engine.Settings(
                root,
                state,
                !mode(options).equals("files"),
                level(options),
                limits(options),
                megabytes(options, "keep_mb", 10_240),
                List.of(dataDir));
    }

    private static Level level(Map<String, String> options) {
        return switch (mode(options)) {
            case "auto" -> Level.OVERLAY;
            case "mirror", "files" -> Level.NAMESPACES;
            default -> throw bad("mode is auto, mirror or files");
        };
    }

    private static String mode(Map<String, String> options) {
        return options.getOrDefault("mode", "auto");
    }

    private static Limits limits(Map<String, String> options) {
        var environment = new HashMap<String, String>();
        options.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT)) {
                environment.put(name.substring(ENVIRONMENT.length()), value);
            }
        });
        boolean network = switch (options.getOrDefault("network", "none")) {
            case "none" -> false;
            case "host" -> true;
            default -> throw bad("network is none or host");
        };
        return new Limits(
                network, (int) number(options, "processes", 512), megabytes(options, "output_mb", 64), environment);
    }

    private static long megabytes(Map<String, String> options, String name, long otherwise) {
        return number(options, name, otherwise) << 20;
    }

    private static long number(Map<String, String> options, String name, long otherwise) {
        var text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number > 0 && number < 1L << 30) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw bad(name + " is a number");
        }
        throw bad(name + " is too small or too large");
    }

    private static Path root(String url) {
        try {
            var uri = URI.create(url);
            if ("file".equals(uri.getScheme()) && uri.getPath() != null && uri.getHost() == null) {
                return path(uri.getPath());
            }
        } catch (IllegalArgumentException e) {
            throw bad("a workspace's url is file:///PATH");
        }
        throw bad("a workspace's url is file:///PATH");
    }

    private static Path path(String text) {
        var path = Path.of(text).normalize();
        if (!path.isAbsolute() || path.getNameCount() == 0) {
            throw bad("paths here are absolute, and not the whole file system");
        }
        return path;
    }

    static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
