package dev.astern.cli;

import dev.astern.client.AsternClient;
import dev.astern.client.AsternException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server as a process of its own on this machine. */
public final class ServerProcess {
    private static final long START_TIMEOUT_MS = 180_000;

    private ServerProcess() {}

    /** The command that runs the server's jar. */
    static List<String> command(List<String> arguments) {
        var jar = System.getProperty("astern.server.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new UsageException("the server's jar is not where the launcher says: " + jar);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(
                List.of(java, "-Xmx512m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-jar", jar));
        command.add("--data=" + Home.folder());
        command.addAll(arguments);
        return command;
    }

    /** Starts the server in the background, unless it runs, and waits until it answers. */
    public static URI start(List<String> arguments) throws IOException, InterruptedException {
        var running = running();
        if (running.isPresent()) {
            return running.get();
        }
        Files.createDirectories(Home.folder());
        Files.deleteIfExists(Home.folder().resolve("url"));
        var log = Home.folder().resolve("server.log");
        var process = new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Files.writeString(Home.folder().resolve("pid"), process.pid() + "\n");
        var deadline = System.currentTimeMillis() + START_TIMEOUT_MS;
        while (System.currentTimeMillis() < deadline) {
            var up = running();
            if (up.isPresent()) {
                return up.get();
            }
            if (process.waitFor(250, TimeUnit.MILLISECONDS)) {
                throw new UsageException("the server did not start; " + log + " says:\n" + tail(log));
            }
        }
        throw new UsageException("the server did not answer in time; see " + log);
    }

    /** Where the server of this folder answers, if it does. */
    static Optional<URI> running() throws IOException {
        var file = Home.folder().resolve("url");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var uri = URI.create(Files.readString(file).strip());
        try {
            new AsternClient(uri, null).get("/health");
            return Optional.of(uri);
        } catch (AsternException e) {
            return Optional.empty();
        }
    }

    /** Stops it in order; true when there was one. */
    public static boolean stop() throws IOException, InterruptedException {
        var file = Home.folder().resolve("pid");
        if (!Files.exists(file)) {
            return false;
        }
        var process = ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains("--data=" + Home.folder()));
        Files.delete(file);
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        for (int i = 0; i < 300 && process.get().isAlive(); i++) {
            Thread.sleep(100);
        }
        if (process.get().isAlive()) {
            process.get().destroyForcibly();
        }
        Files.deleteIfExists(Home.folder().resolve("url"));
        return true;
    }

    private static String tail(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
