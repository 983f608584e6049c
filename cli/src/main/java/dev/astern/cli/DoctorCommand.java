package dev.astern.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Looks at server, journal, stops and every target; says what is missing and how to mend it.",
        footer = {"", "Exit codes: 0 nothing to mend, 1 something is, 4 no answer from the server."})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() {
        var checks = new Checkup(server.client()).checks();
        if (server.json()) {
            System.out.println(Check.json(checks));
        } else {
            checks.forEach(check -> check.lines().forEach(System.out::println));
        }
        return checks.stream().anyMatch(check -> check.verdict() == Check.Verdict.MEND) ? Main.REFUSED : 0;
    }
}
