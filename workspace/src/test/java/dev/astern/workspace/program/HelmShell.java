package dev.astern.workspace.program;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.resource.Within;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of Helm as the shipped entries use: releases with a history, in which every change is a revision. */
final class HelmShell implements Shell {
    /** What each revision of a release says; the last is what is rolled out. */
    private final Map<String, List<String>> releases = new HashMap<>();

    private final Map<String, String> status = new HashMap<>();

    synchronized List<String> history(String release) {
        return List.copyOf(releases.getOrDefault(release, List.of()));
    }

    @Override
    public synchronized Ran run(List<String> argv, Within within) {
        var name = argv.get(2);
        return switch (argv.get(1)) {
            case "list" -> ended(0, listed(argv));
            case "history" -> releases.containsKey(name) ? ended(0, last(name)) : ended(1, "");
            case "install" -> releases.containsKey(name) ? ended(1, "") : added(name, argv.get(3));
            case "upgrade" -> added(name, argv.get(3));
            case "rollback" -> rolledBack(name, Integer.parseInt(argv.get(3)));
            case "uninstall" -> uninstalled(name, argv.contains("--keep-history"));
            default -> ended(1, "");
        };
    }

    private Ran added(String name, String chart) {
        releases.computeIfAbsent(name, _ -> new ArrayList<>()).add(chart);
        status.put(name, "deployed");
        return ended(0, "");
    }

    private Ran rolledBack(String name, int revision) {
        return added(name, history(name).get(revision - 1));
    }

    private Ran uninstalled(String name, boolean keeping) {
        status.put(name, "uninstalled");
        if (!keeping) {
            releases.remove(name);
        }
        return ended(0, "");
    }

    private String listed(List<String> argv) {
        var name = argv.get(argv.indexOf("--filter") + 1).replaceAll("[$^]", "");
        return releases.containsKey(name)
                ? "[{\"name\":\"" + name + "\",\"revision\":\"" + revision(name) + "\"}]"
                : "[]";
    }

    private String last(String name) {
        return "[{\"revision\":" + revision(name) + ",\"status\":\"" + status.get(name) + "\"}]";
    }

    private int revision(String name) {
        return history(name).size();
    }

    private static Ran ended(int exit, String stdout) {
        return new Ran.Ended(exit, Optional.of(stdout + "\n"), new Output(exit, List.of()));
    }

    @Override
    public Optional<Problem> unreachable() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
