package dev.astern.systems;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.astern.connector.Connector;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.library.RecoveryLibrary;
import dev.astern.workspace.runner.RunnerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** A runner as it is installed: a process of its own, of a user who owns the workspace and nothing else where that can be. */
final class RunnerProcess implements AutoCloseable {
    /** Every Linux has this one, and it owns nothing. */
    static final int NOBODY = 65_534;

    private static final int START_S = 120;
    private static final List<Class<?>> PARTS = List.of(
            RunnerMain.class,
            Connector.class,
            ResourceConnector.class,
            RecoveryLibrary.class,
            JsonMapper.class,
            JsonParser.class,
            JsonProperty.class,
            Yaml.class,
            Nullable.class);

    private final Path home;
    private final List<String> arguments = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private @Nullable Process process;

    /** @param home an empty folder that everybody may look into; the workspace and all else of the runner is in it */
    RunnerProcess(Path home, String workspace, List<String> more) throws Exception {
        this.home = home;
        arguments.addAll(List.of("--workspace", workspace + "=" + folder()));
        arguments.addAll(List.of("--state", home.resolve("state").toString()));
        arguments.addAll(List.of("--socket", home.resolve("run/socket").toString()));
        arguments.addAll(List.of("--peer", System.getProperty("user.name")));
        arguments.addAll(more);
        for (var name : List.of("work", "state", "run")) {
            own(Files.createDirectory(home.resolve(name)));
        }
        copyProgram();
    }

    /** Whether it can be another user than the tests. */
    static boolean separable() throws Exception {
        return System.getProperty("user.name").equals("root")
                && new ProcessBuilder(as(List.of("true"))).start().waitFor() == 0;
    }

    /** The same command line, as the runner's user. */
    static List<String> as(List<String> command) {
        var line = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs", "--"));
        line.addAll(command);
        return line;
    }

    Path folder() {
        return home.resolve("work");
    }

    Path socket() {
        return home.resolve("run/socket");
    }

    String target() {
        return "unix:" + socket();
    }

    /** Gives something to the runner's user. */
    static Path own(Path path) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            Files.setAttribute(path, "unix:gid", NOBODY);
        }
        return path;
    }

    /** The runner's user can't read where this was built. */
    private void copyProgram() throws IOException, URISyntaxException {
        var lib = Files.createDirectory(home.resolve("lib"));
        for (var part : PARTS) {
            var from = Path.of(
                    part.getProtectionDomain().getCodeSource().getLocation().toURI());
            var to = lib.resolve(part.getSimpleName() + (Files.isDirectory(from) ? "" : ".jar"));
            copy(from, to);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (var one : all.toList()) {
                var copy = Files.copy(one, to.resolve(from.relativize(one).toString()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    void start() throws Exception {
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    String.join(":", lib.map(Path::toString).toList()),
                    RunnerMain.class.getName()));
            command.addAll(arguments);
            var builder = new ProcessBuilder(separable() ? as(command) : command).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> !name.equals("LANG"));
            builder.directory(home.toFile());
            var started = builder.start();
            process = started;
            var listening = new CompletableFuture<Boolean>();
            var said = started.inputReader();
            Thread.ofVirtual().start(() -> listen(said, listening));
            listening.get(START_S, TimeUnit.SECONDS);
        }
    }

    private void listen(BufferedReader said, CompletableFuture<Boolean> listening) {
        try (said) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                log.add(line);
                if (line.startsWith("astern runner: listening on ")) {
                    listening.complete(true);
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process.
        }
        listening.completeExceptionally(new IllegalStateException("it did not start: " + log));
    }

    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }
}
