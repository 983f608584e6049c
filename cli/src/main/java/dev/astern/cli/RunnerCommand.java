package dev.astern.cli;

import dev.astern.workspace.runner.RunnerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "runner",
        mixinStandardHelpOptions = true,
        description = {
            "Runs agents' commands on the host of their workspaces, for one server, until it is ended.",
            "Start it as a user of its own, who owns the workspaces and nothing else."
        })
final class RunnerCommand implements Callable<Integer> {
    @Option(
            names = "--workspace",
            required = true,
            paramLabel = "NAME=PATH",
            description = "As the target is called; repeat.")
    private Map<String, String> workspaces;

    @Option(names = "--state", required = true, paramLabel = "DIR", description = "What is kept to take things back.")
    private String state;

    @Option(names = "--socket", required = true, paramLabel = "PATH", description = "Where the server finds it.")
    private String socket;

    @Option(names = "--peer", paramLabel = "USER", description = "The server's user; nobody else is answered.")
    private @Nullable String peer;

    @Option(
            names = "--library",
            paramLabel = "DIR",
            description = "Recovery entries of your own, as the server has them.")
    private @Nullable String library;

    @Option(names = "--option", paramLabel = "NAME=VALUE", description = "For example network=host; repeat.")
    private @Nullable Map<String, String> options;

    @Override
    public Integer call() {
        var args = new ArrayList<String>(List.of("--state", state, "--socket", socket));
        workspaces.forEach((name, path) -> args.addAll(List.of("--workspace", name + "=" + path)));
        if (peer != null) {
            args.addAll(List.of("--peer", peer));
        }
        if (library != null) {
            args.addAll(List.of("--library", library));
        }
        if (options != null) {
            options.forEach((name, value) -> args.addAll(List.of("--option", name + "=" + value)));
        }
        return RunnerMain.run(args, System.out, System.err);
    }
}
