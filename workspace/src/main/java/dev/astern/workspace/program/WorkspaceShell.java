package dev.astern.workspace.program;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Execution;
import dev.astern.connector.Observed;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.SessionRef;
import dev.astern.connector.resource.Within;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs programs where a workspace's commands run: by its runner or inside the server, apart from everything else. What they
 * write to files is nobody's business here: in a layer it goes with the layer.
 */
final class WorkspaceShell implements Shell {
    private final Connector workspace;

    WorkspaceShell(Connector workspace) {
        this.workspace = workspace;
    }

    @Override
    public Ran run(List<String> argv, Within within) {
        long seconds = Math.max(1, within.left().toSeconds());
        var call = new Call("run_command", Map.of("argv", argv, "timeout_seconds", seconds));
        return switch (workspace.resolve(call)) {
            case Resolution.Refused(var problem) -> new Ran.NotStarted(problem);
            case Resolution.Resolved(var operation) -> {
                var inLayer = workspace.rehearse(operation, new OneRun(within.left(), false));
                yield ran(wasNotRun(inLayer) ? workspace.perform(operation, new OneRun(within.left(), true)) : inLayer);
            }
        };
    }

    /** Without a layer nothing is run in a rehearsal: it is refused, or answered without what a command says at its end. */
    private static boolean wasNotRun(Performance rehearsed) {
        return switch (rehearsed) {
            case Performance.Failed(var problem) -> problem.reason() == Reason.NOT_ALLOWED;
            case Performance.RolledBack back -> back.output().results().isEmpty();
            case Performance.Committed done -> false;
            case Performance.InDoubt doubt -> false;
            case Performance.Elsewhere elsewhere -> false;
        };
    }

    private static Ran ran(Performance performance) {
        return switch (performance) {
            case Performance.Committed done -> ended(done.output());
            case Performance.RolledBack back -> ended(back.output());
            case Performance.InDoubt doubt -> new Ran.Lost(doubt.problem());
            case Performance.Failed(var problem) -> failed(problem);
            case Performance.Elsewhere elsewhere -> throw new IllegalStateException("a workspace runs it itself: bug");
        };
    }

    private static Ran failed(Problem problem) {
        return switch (problem.reason()) {
            case NOT_ALLOWED, KEEPING_FULL, TARGET_NOT_READY, TARGET_PREPARING -> new Ran.NotStarted(problem);
            default -> new Ran.Lost(problem);
        };
    }

    private static Ran ended(Output output) {
        if (output.results().size() < 2) {
            return new Ran.Lost(Problem.of(Reason.UNCONFIRMED, "the runner did not say what the command printed"));
        }
        var stdout = output.results().get(1).rows().getFirst();
        boolean whole = Boolean.TRUE.equals(stdout.getLast());
        return new Ran.Ended(
                output.exitCode(), whole ? Optional.of(String.valueOf(stdout.get(1))) : Optional.empty(), output);
    }

    @Override
    public Optional<Problem> unreachable() {
        return switch (run(List.of("true"), Within.of(Duration.ofSeconds(10)))) {
            case Ran.Ended ended -> Optional.empty();
            case Ran.NotStarted(var problem) -> Optional.of(problem);
            case Ran.Lost(var problem) -> Optional.of(problem);
        };
    }

    @Override
    public void close() {
        workspace.close();
    }

    /** One program, whose files are kept or not; what it does elsewhere was cleared before. */
    private record OneRun(String actionId, Duration timeout, boolean keeps) implements Execution {
        private static final SessionRef SESSION = new SessionRef("ses_programs", Instant.parse("9999-01-01T00:00:00Z"));

        OneRun(Duration timeout, boolean keeps) {
            this("prg_" + UUID.randomUUID().toString().replace("-", ""), timeout, keeps);
        }

        @Override
        public SessionRef session() {
            return SESSION;
        }

        @Override
        public Clearance clear(Observed observed) {
            return keeps
                    ? new Clearance.Commit()
                    : new Clearance.RollBack(Problem.of(Reason.CANCELLED, "its files are not kept"));
        }

        @Override
        public void onCancel(Runnable cancel) {
            // It ends with its time.
        }
    }
}
