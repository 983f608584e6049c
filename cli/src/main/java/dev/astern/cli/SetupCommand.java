package dev.astern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "setup",
        mixinStandardHelpOptions = true,
        description = "Makes you the first operator, with the code that the server keeps in its data folder.")
final class SetupCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Option(names = "--name", required = true, description = "Your name as an operator.")
    private String name;

    @Option(names = "--code-file", description = "Default: setup-code in ASTERN_HOME.")
    private @Nullable Path codeFile;

    @Override
    public Integer call() throws IOException {
        var file = codeFile == null ? Home.folder().resolve("setup-code") : codeFile;
        if (!Files.exists(file)) {
            throw new UsageException(
                    "there is no setup code in " + file
                            + ": start the server with `astern serve` first; where it runs, setup was done before, or elsewhere");
        }
        var answer = server.open()
                .post("/v1/setup", Map.of("code", Files.readString(file).strip(), "name", name));
        Home.writePrivate(Home.token(), answer.path("token").asString() + "\n");
        System.out.println("You are operator " + name + "; your token is in " + Home.token());
        System.out.println("Next: astern target add NAME --url jdbc:postgresql://… --user … --password-file FILE");
        return 0;
    }
}
