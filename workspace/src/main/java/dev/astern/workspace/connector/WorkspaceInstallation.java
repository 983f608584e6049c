package dev.astern.workspace.connector;

import dev.astern.connector.Installation;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.TargetStatus.Finding;
import dev.astern.connector.TargetStatus.State;
import dev.astern.workspace.Engine;
import dev.astern.workspace.command.Level;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks after what is kept for a workspace. There is nothing to install in it. */
final class WorkspaceInstallation implements Installation {
    private final Engines engines;
    private final Engine.Settings settings;
    private final boolean embedded;

    /** @param embedded whether it runs inside the server, and so as its user */
    WorkspaceInstallation(Engines engines, Engine.Settings settings, boolean embedded) {
        this.engines = engines;
        this.settings = settings;
        this.embedded = embedded;
    }

    private interface Use<T> {
        T of(Engine engine) throws IOException;
    }

    private <T> T using(Use<T> use) {
        var engine = engines.use(settings);
        try {
            return use.of(engine);
        } catch (IOException e) {
            throw Problem.of(Reason.TARGET_UNREACHABLE, "the workspace can't be read: " + e.getMessage())
                    .toException();
        } finally {
            engines.release(settings);
        }
    }

    @Override
    public TargetStatus status() {
        try {
            return using(this::status);
        } catch (ProblemException e) {
            var problem = e.problem();
            var finding = new Finding(
                    "", problem.reason(), problem.detail(), problem.reason().next());
            return new TargetStatus(State.UNREACHABLE, "", 0, List.of(finding), 0, settings.keepLimitBytes());
        }
    }

    private TargetStatus status(Engine engine) {
        var findings = new ArrayList<Finding>();
        if (engine.keptBytes() >= engine.keepLimitBytes()) {
            findings.add(finding(Reason.KEEPING_FULL, "what is kept has reached its limit"));
        }
        var progress = engine.preparing();
        if (progress != null) {
            findings.add(finding(
                    Reason.TARGET_PREPARING,
                    "before commands run, the workspace is copied: " + progress.text() + " so far"));
        }
        if (!engine.seesCommands()) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_CAPTURABLE,
                    "what commands do to files is not seen: only those whose recovery entry names the places they write can"
                            + " be taken back, all others are irreversible; "
                            + (engine.why().isEmpty()
                                    ? "the target's settings say so"
                                    : String.join("; ", engine.why())),
                    "Use a host where mode=auto finds a better mode, or hold and block commands by policy."));
        }
        if (engine.mode().equals("mirror")) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_CAPTURABLE,
                    "what commands do to files is in effect before it is decided on: "
                            + String.join("; ", engine.why()),
                    "Use a host whose kernel lets its users mount overlays."));
        }
        if (engine.level() == Level.BARE) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_CAPTURABLE,
                    "commands can write wherever their user can, and to what is kept for this workspace",
                    "Use a host whose kernel lets its users make namespaces."));
        }
        if (!engine.sealed()) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_CAPTURABLE,
                    "commands reach the host's network, and what they do there is not captured",
                    "Set network=none where they need none."));
        }
        if (embedded) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_PERMITTED,
                    "commands run as the server's own user",
                    "Start `astern runner` as a user of its own, and set runner=unix:PATH."));
        }
        if (engine.privileged()) {
            findings.add(new Finding(
                    "",
                    Reason.NOT_PERMITTED,
                    "commands run as root: the kernel does not bound how many processes they start",
                    "Run it as a user without rights of its own."));
        }
        boolean full = engine.keptBytes() >= engine.keepLimitBytes();
        return new TargetStatus(
                full ? State.FULL : progress != null ? State.PREPARING : State.READY,
                "workspace, " + mode(engine),
                1,
                findings,
                engine.keptBytes(),
                engine.keepLimitBytes());
    }

    private static String mode(Engine engine) {
        return engine.mode() + ", commands kept apart: " + engine.level().name().toLowerCase(Locale.ROOT);
    }

    private static Finding finding(Reason reason, String detail) {
        return new Finding("", reason, detail, reason.next());
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
        return using(engine -> engine.prune(before, dryRun));
    }

    @Override
    public void abandon() {
        engines.abandon(settings);
    }

    @Override
    public TargetStatus uninstall(boolean keepImages) {
        abandon();
        if (!keepImages) {
            prune(Instant.ofEpochMilli(Long.MAX_VALUE), false);
        }
        return new TargetStatus(State.NOT_INSTALLED, "workspace", 0, List.of(), 0, settings.keepLimitBytes());
    }
}
