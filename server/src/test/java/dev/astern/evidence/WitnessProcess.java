package dev.astern.evidence;

import dev.astern.journal.Parsed;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.policy.Quorum;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A witness of somebody else, in a process of its own. */
final class WitnessProcess implements AutoCloseable {
    private final Process process;
    private final VerifierKey key;
    private final String url;

    private WitnessProcess(Process process, VerifierKey key, String url) {
        this.process = process;
        this.key = key;
        this.url = url;
    }

    static WitnessProcess start(Path folder, VerifierKey log, boolean fresh, int port) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.astern.witness.Main",
                "--name=witness.test/w1",
                "--key=" + folder.resolve("witness.pem"),
                "--state=" + folder.resolve("witness-state"),
                "--log=" + log.text(),
                "--port=" + port));
        if (fresh) {
            command.add("--fresh");
        }
        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve("witness.err").toFile())
                .start();
        var said = process.inputReader();
        return new WitnessProcess(process, key(said), line(said));
    }

    private static VerifierKey key(BufferedReader said) throws IOException {
        var line = line(said);
        if (VerifierKey.parse(line) instanceof Parsed.Read<VerifierKey>(var key)) {
            return key;
        }
        throw new IllegalStateException("the witness said " + line);
    }

    private static String line(BufferedReader said) throws IOException {
        var line = said.readLine();
        if (line == null) {
            throw new IllegalStateException("the witness did not start");
        }
        return line;
    }

    Policy policy() {
        return new Policy(List.of(), List.of(new Policy.Witness("w1", key, Optional.of(url))), new Quorum.Witness(key));
    }

    int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    VerifierKey key() {
        return key;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
