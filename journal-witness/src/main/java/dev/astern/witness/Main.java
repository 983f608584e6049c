package dev.astern.witness;

import dev.astern.journal.Parsed;
import dev.astern.journal.note.VerifierKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The witness's command line. */
@Command(
        name = "astern-witness",
        mixinStandardHelpOptions = true,
        description = "Cosigns the checkpoints of logs, as long as each extends the one before (C2SP tlog-witness).")
final class Main implements Callable<Integer> {
    @Option(names = "--name", required = true, description = "Under which it signs, such as witness.example.com/w1.")
    private String name;

    @Option(names = "--key", required = true, description = "File with an Ed25519 key in PEM; made if there is none.")
    private Path key;

    @Option(names = "--state", required = true, description = "Folder with what was cosigned; made with the key.")
    private Path state;

    @Option(names = "--log", required = true, description = "Verifier key of a log to watch; again for each key.")
    private List<String> logs;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--port", defaultValue = "8471", description = "Port to listen on (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--rate", defaultValue = "50", description = "Requests a second by one address (${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--fresh", description = "The key has never cosigned anything: begin a state for it.")
    private boolean fresh;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        var logKeys = logKeys();
        try (var folder = WitnessFolder.open(key, state, name, fresh);
                var server = new WitnessServer(
                        folder.witness(logKeys),
                        new RateLimit(rate, Clock.systemUTC()),
                        new InetSocketAddress(host, port))) {
            server.start();
            System.out.println(folder.verifierKey().text());
            System.out.println("http://" + host + ":" + server.port());
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("astern-witness: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<VerifierKey> logKeys() {
        var keys = new ArrayList<VerifierKey>();
        for (var text : logs) {
            switch (VerifierKey.parse(text)) {
                case Parsed.Read<VerifierKey>(var read) -> keys.add(read);
                case Parsed.Malformed<VerifierKey>(var flaw) ->
                    throw new ParameterException(spec.commandLine(), "--log " + text + ": " + flaw.sentence());
            }
        }
        return keys;
    }
}
