package dev.astern.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the server in the foreground, on loopback with its own store unless told otherwise.",
            "Settings: --host=ADDRESS --port=NUMBER --store-url=jdbc:postgresql://… --store-user=NAME"
                    + " --store-password-file=FILE, after --"
        })
final class ServeCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "-- SETTING")
    private @Nullable List<String> settings;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var process = new ProcessBuilder(ServerProcess.command(settings == null ? List.of() : settings))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }
}
