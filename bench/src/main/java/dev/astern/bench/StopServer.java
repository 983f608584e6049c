package dev.astern.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One server as a process of its own, which can be held up and go on. */
final class StopServer implements AutoCloseable {
    private static final int START_TIMEOUT_S = 120;

    private final Path data;
    private final Process process;
    private boolean paused;

    private StopServer(Path data, Process process) {
        this.data = data;
        this.process = process;
    }

    /** @param options beside its data folder and port */
    static StopServer start(Path data, List<String> options) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.astern.server.Main",
                "--data=" + data,
                "--port=0"));
        command.addAll(options);
        var log = data.resolveSibling(data.getFileName() + ".log");
        var server = new StopServer(
                data,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_TIMEOUT_S);
        while (!Files.exists(data.resolve("url"))) {
            if (!server.process.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("the server did not start: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
        return server;
    }

    URI url() throws IOException {
        return URI.create(Files.readString(data.resolve("url")).strip());
    }

    String setupCode() throws IOException {
        return Files.readString(data.resolve("setup-code")).strip();
    }

    /** As a machine that hangs: nothing of the process goes on, and its connections stay open. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
        paused = true;
    }

    void resume() throws IOException, InterruptedException {
        if (paused) {
            signal("CONT");
            paused = false;
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        var pid = String.valueOf(process.pid());
        if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("kill -" + name + " " + pid + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
