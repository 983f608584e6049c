package dev.astern.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Runs the server in the foreground, on loopback with its own store unless told otherwise.")
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--host", paramLabel = "ADDRESS", description = "Where it listens; loopback by default.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "NUMBER", description = "0 takes any that is free.")
    private @Nullable Integer port;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = "The store, as jdbc:postgresql://HOST/DATABASE; without it, one of its own.")
    private @Nullable String storeUrl;

    @Option(names = "--store-user", paramLabel = "NAME", description = "Whom the store knows it as.")
    private @Nullable String storeUser;

    @Option(names = "--store-password-file", paramLabel = "FILE", description = "Holds that user's password.")
    private @Nullable Path storePasswordFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var process = new ProcessBuilder(ServerProcess.command(settings()))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    private List<String> settings() {
        var settings = new ArrayList<String>();
        add(settings, "--host", host);
        add(settings, "--port", port);
        add(settings, "--store-url", storeUrl);
        add(settings, "--store-user", storeUser);
        add(settings, "--store-password-file", storePasswordFile);
        return settings;
    }

    private static void add(List<String> settings, String name, @Nullable Object value) {
        if (value != null) {
            settings.add(name + "=" + value);
        }
    }
}
