package dev.astern.workspace.remote;

import dev.astern.connector.Installation;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Looks after what a runner keeps. */
public final class RemoteInstallation implements Installation {
    private final Path socket;
    private final String workspace;
    private final Path dataDir;

    /** @param dataDir the server's own folder, to tell its user from the runner's */
    public RemoteInstallation(Path socket, String workspace, Path dataDir) {
        this.socket = socket;
        this.workspace = workspace;
        this.dataDir = dataDir;
    }

    private <T> T asked(String kind, Object what, Class<T> type) {
        try (var frames = Frames.connect(socket)) {
            frames.send(kind, what);
            var message = frames.read();
            if (message.kind().equals("problem")) {
                throw message.as(Problem.class).toException();
            }
            return message.as(type);
        } catch (IOException e) {
            throw Problem.of(Reason.TARGET_UNREACHABLE, "the runner can't be reached: " + e.getMessage())
                    .toException();
        }
    }

    @Override
    public TargetStatus status() {
        try {
            var status = asked("status", new Asked.Status(workspace), TargetStatus.class);
            var findings = new ArrayList<>(status.findings());
            if (sameUser()) {
                findings.add(new Finding(
                        "",
                        Reason.NOT_PERMITTED,
                        "the runner is the same user as the server, and so are the commands it runs",
                        "Start `astern runner` as a user of its own."));
            }
            return new TargetStatus(
                    status.state(),
                    status.product(),
                    status.resources(),
                    findings,
                    status.keptBytes(),
                    status.keptLimitBytes());
        } catch (ProblemException e) {
            var problem = e.problem();
            var finding = new Finding("", problem.reason(), problem.detail(), "Start `astern runner` there.");
            return new TargetStatus(State.UNREACHABLE, "", 0, List.of(finding), 0, 0);
        }
    }

    private boolean sameUser() {
        try {
            return Files.getOwner(socket).equals(Files.getOwner(dataDir));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Script script() {
        return new Script(List.of(), List.of());
    }

    @Override
    public TargetStatus install() {
        return status();
    }

    @Override
    public TargetStatus refresh() {
        return status();
    }

    @Override
    public Pruned prune(Instant before, boolean dryRun) {
        long moment = before.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : before.toEpochMilli();
        return asked("prune", new Asked.Prune(workspace, moment, dryRun), Pruned.class);
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        if (!keepImages) {
            prune(Instant.ofEpochMilli(Long.MAX_VALUE), false);
        }
        return new TargetStatus(State.NOT_INSTALLED, "workspace", 0, List.of(), 0, 0);
    }
}
