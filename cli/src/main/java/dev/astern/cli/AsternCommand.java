package dev.astern.cli;

import dev.astern.cli.demo.DemoCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "astern",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        description = "Gate, capture, record and undo what AI agents change in live systems.",
        header = {
            "Examples:",
            "  astern demo                                       the whole story in a minute",
            "  astern session start --agent bot --target shop    a token for an agent",
            "  astern undo apply --session ses_…                 take back what it did",
            "  astern approvals                                  what waits for people",
            "  astern stop --agent bot --reason 'odd amounts'    refuse all it does, on every node",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 done but something was kept, is gone or failed,",
            "4 no answer from the server."
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            DownCommand.class,
            SetupCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            OperatorCommand.class,
            TargetCommand.class,
            SessionCommand.class,
            SqlCommand.class,
            RunCommand.class,
            RunnerCommand.class,
            ActionsCommand.class,
            UndoCommand.class,
            ApprovalsCommand.class,
            ApproveCommand.class,
            RejectCommand.class,
            PromoteCommand.class,
            WorkflowCommand.class,
            StopCommand.class,
            StopsCommand.class,
            ReleaseCommand.class,
            IncidentCommand.class,
            LibraryCommand.class,
            DescribeCommand.class,
            JournalCommand.class,
            PolicyCommand.class
        })
final class AsternCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return Main.USAGE;
    }
}
