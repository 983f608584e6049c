package dev.astern.cli;

import dev.astern.policy.lint.Lint;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description = "Finds errors and what can hardly be meant, each with its line and column.",
        footer = {"", "Exit codes: 0 nothing found, 1 something found, 2 wrong usage or no such file."})
final class PolicyLintCommand implements Callable<Integer> {
    @Mixin
    private PolicyFile file;

    @Override
    public Integer call() {
        var report = Lint.of(file.text());
        if (!file.printed(report)) {
            report.findings().forEach(finding -> System.out.println(file.name() + ":" + finding));
            if (report.clean()) {
                System.out.println(file.name() + ": nothing found");
            }
        }
        return report.exitCode();
    }
}
