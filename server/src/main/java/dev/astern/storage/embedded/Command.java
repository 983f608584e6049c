package dev.astern.storage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a short command of the system to its end. */
final class Command {
    /**
     * @param exit its exit status
     * @param output all that it wrote, errors included
     */
    record Result(int exit, String output) {}

    private Command() {}

    static Result run(Path folder, List<String> command) {
        try {
            var process = builder(folder, command).redirectErrorStream(true).start();
            try (var output = process.getInputStream()) {
                var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return new Result(process.waitFor(), text);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException("Running " + command.getFirst() + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while running " + command.getFirst(), e);
        }
    }

    /** A process that no setting of PostgreSQL's reaches through the environment. */
    static ProcessBuilder builder(Path folder, List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
