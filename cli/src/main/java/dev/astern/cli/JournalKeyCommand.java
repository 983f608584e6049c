package dev.astern.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a verifier needs to know of this log, as a file that it reads. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "The key to verify with, as a C2SP tlog-policy file.")
final class JournalKeyCommand implements Callable<Integer> {
    static final String POLICY = "policy.txt";

    static final String HINT = "where " + POLICY + " is whom you trust; `astern journal key --out " + POLICY
            + "` writes the key that this server names";

    @Mixin
    private ServerOptions server;

    @Option(names = "--out", paramLabel = "FILE", description = "Where it is written; standard output by default.")
    private @Nullable Path out;

    @Option(names = "--force", description = "Overwrites what is there.")
    private boolean force;

    @Override
    public Integer call() {
        if (out != null) {
            Output.refuseToOverwrite(out, force);
        }
        var journal = server.client().get("/v1/journal");
        if (server.printed(journal)) {
            return 0;
        }
        if (!journal.path("key").isString()) {
            System.err.println("astern: nobody has signed this log yet; see `astern journal status`");
            return Main.REFUSED;
        }
        var policy = policy(journal.path("key").asString());
        if (out == null) {
            System.out.print(policy);
        } else {
            Output.write(out, policy);
            System.out.println("wrote " + out + "; compare the key in it with what the operator told you another way");
        }
        return 0;
    }

    private static String policy(String key) {
        return """
                # This key is what the server says it is. Whoever distrusts the server has to get it another way, and adds
                # witnesses: a line "witness NAME KEY" for each, and their names in the quorum. Without those lines, what
                # witnesses have signed verifies with --interoperable only.
                log KEY
                quorum none
                """.replace("log KEY", "log " + key);
    }
}
