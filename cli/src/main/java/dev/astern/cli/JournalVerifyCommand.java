package dev.astern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** The offline verifier. It reads its arguments itself, so that they mean what they mean to its own jar. */
@Command(
        name = "verify",
        description = "Verifies a bundle or a proof, offline: `verify help` says how. An auditor needs only"
                + " astern-verify.jar, which does the same.")
final class JournalVerifyCommand implements Callable<Integer> {
    @Unmatched
    private final List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return dev.astern.verify.cli.Main.run(arguments);
    }
}
