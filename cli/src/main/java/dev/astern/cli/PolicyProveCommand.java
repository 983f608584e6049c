package dev.astern.cli;

import dev.astern.policy.Policy;
import dev.astern.policy.PolicyReading;
import dev.astern.policy.lint.LintReport;
import dev.astern.policy.prove.ProofReport;
import dev.astern.policy.prove.Prover;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Searches all that can be asked of a policy for rules that never fire, and for ways in which something",
            "irreversible or destructive runs without a person; each with an action that takes it."
        },
        footer = {
            "",
            "Exit codes: 0 all was searched and nothing found, 1 something found, or the file is no policy, 2 wrong usage",
            "or no such file, 3 nothing found, but not all could be searched."
        })
final class PolicyProveCommand implements Callable<Integer> {
    @Mixin
    private PolicyFile file;

    @Override
    public Integer call() {
        return switch (Policy.read(file.text())) {
            case PolicyReading.Read(var policy) -> prove(policy);
            case PolicyReading.Malformed malformed -> {
                if (!file.printed(new LintReport(false, malformed.findings()))) {
                    malformed.findings().forEach(finding -> System.out.println(file.name() + ":" + finding));
                }
                yield Main.REFUSED;
            }
        };
    }

    private int prove(Policy policy) {
        var report = Prover.prove(policy);
        if (!file.printed(report)) {
            print(report);
        }
        return report.exitCode();
    }

    private void print(ProofReport report) {
        var seen = report.complete() ? " never fires" : " did not fire in what was searched";
        report.neverFires().forEach(rule -> System.out.println(at(rule.line()) + "the rule " + rule.rule() + seen));
        report.unattended().forEach(this::print);
        report.gaps()
                .forEach(gap -> System.out.println(at(gap.line()) + "not searched: "
                        + (gap.rule().isEmpty() ? "" : "the rule " + gap.rule() + " uses ") + gap.what()));
        System.out.println(file.name() + ": " + report.cases() + " decisions, "
                + (report.complete() ? "all that differ" : "incomplete")
                + (report.clean() ? "; nothing found" : ""));
    }

    private void print(ProofReport.Unattended path) {
        System.out.println(at(path.line()) + "the rule " + path.rule() + " lets something run without a person that is "
                + path.tier() + " and " + path.reversibility() + "; for example:");
        path.witness()
                .forEach((name, value) ->
                        System.out.println("    " + name + " = " + Table.printable(String.valueOf(value))));
    }

    private String at(int line) {
        return file.name() + ":" + (line == 0 ? "" : line + ":") + " ";
    }
}
