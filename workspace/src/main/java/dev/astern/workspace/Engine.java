package dev.astern.workspace;

import dev.astern.connector.EffectPage;
import dev.astern.connector.Execution;
import dev.astern.connector.Installation;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Level;
import dev.astern.workspace.command.Limits;
import dev.astern.workspace.command.Probe;
import dev.astern.workspace.command.Sandbox;
import dev.astern.workspace.mirror.Progress;
import dev.astern.workspace.mirror.ProgressLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One workspace, open: everything that can be done in it and taken back. Used by many threads at once. */
public final class Engine implements AutoCloseable {
    private final Workspace workspace;
    private final Sandbox sandbox;
    private final Probe.Found found;
    private final Cells cells;
    private final CommandActions.Running running = new CommandActions.Running();
    private final List<String> why;
    private final boolean commands;
    private final List<String> roots;
    private final DirectRun runs;
    private final @Nullable MirrorActions begun;

    /**
     * @param root what agents work in
     * @param state where everything is kept; not in the workspace, and nothing else is in it
     * @param commands whether what commands do to files is to be seen, where that can be; otherwise it is not, of those
     *     that don't name the places they write
     * @param best how far commands are kept apart at best; what the host does not allow is not used
     * @param hidden further folders that commands must not see
     */
    public record Settings(
            Path root,
            Path state,
            boolean commands,
            Level best,
            Limits limits,
            long keepLimitBytes,
            List<Path> hidden) {
        public Settings {
            hidden = List.copyOf(hidden);
        }
    }

    public Engine(Settings settings, Clock clock) throws IOException {
        this(settings, clock, new ProgressLog(settings.root().toString(), clock));
    }

    /** @param told of how far the first copy of the workspace is, where there is one */
    public Engine(Settings settings, Clock clock, Consumer<Progress> told) throws IOException {
        this.workspace = new Workspace(settings.root(), settings.state(), settings.keepLimitBytes(), clock);
        var hidden = new ArrayList<>(settings.hidden());
        hidden.add(workspace.state());
        this.sandbox = new Sandbox(
                workspace.root(),
                settings.limits(),
                hidden,
                workspace.own().uid(),
                workspace.own().gid());
        this.found = Probe.best(sandbox, workspace.layers(), settings.best());
        this.cells = new Cells(found.level(), sandbox, workspace.layers());
        this.why = new ArrayList<>(found.why());
        this.commands = settings.commands();
        this.roots = List.of(settings.root().toString(), workspace.root().toString());
        this.runs = new DirectRun(workspace, cells, running);
        this.begun = settings.commands() ? mirror(told) : null;
    }

    private @Nullable MirrorActions mirror(Consumer<Progress> told) {
        if (found.level() == Level.OVERLAY) {
            return null;
        }
        try {
            return new MirrorActions(workspace, runs, told);
        } catch (IOException e) {
            why.add("mirror: " + e.getMessage());
            return null;
        }
    }

    /** How far commands are kept apart here. */
    public Level level() {
        return found.level();
    }

    /** Why they are not kept apart better, one sentence for each level above. */
    public List<String> why() {
        var all = new ArrayList<>(why);
        var failed = begun == null ? null : begun.baseline().failure();
        if (failed != null) {
            all.add("mirror: " + failed);
        }
        return List.copyOf(all);
    }

    /** Null where there is none, or it could not be made. */
    private @Nullable MirrorActions mirror() {
        return begun == null || begun.baseline().failure() != null ? null : begun;
    }

    /** How far the workspace is copied before commands run; null where that is done, or needs not be. */
    public @Nullable Progress preparing() {
        return begun == null ? null : begun.baseline().progress();
    }

    /** Whether nothing but the workspace can be changed by a command. */
    public boolean sealed() {
        return found.level() != Level.BARE && !sandbox.limits().network();
    }

    /** Whether this process has rights that a runner should not have. */
    public boolean privileged() {
        return workspace.own().uid() == 0;
    }

    public Performance perform(FileCall call, Terms terms, Execution execution) {
        return new FileActions(workspace).perform(call, terms, execution);
    }

    public Performance rehearse(FileCall call, Terms terms, Execution execution) {
        return new FileActions(workspace).rehearse(call, terms, execution);
    }

    public Performance perform(ReadCall call, Execution execution) {
        return new Reading(workspace).perform(call, execution);
    }

    public Performance perform(Command command, Sight sight, Terms terms, Execution execution) {
        return switch (sight) {
            case Sight.Whole whole -> whole(command, terms, execution);
            case Sight.Named(var places) -> named().perform(command, places, terms, execution);
            case Sight.Nothing nothing -> named().perform(command, List.of(), terms, execution);
        };
    }

    private Performance whole(Command command, Terms terms, Execution execution) {
        var mirror = mirror();
        if (mirror != null) {
            return mirror.perform(command, terms, execution);
        }
        return seesCommands()
                ? new CommandActions(workspace, cells, running).perform(command, terms, execution)
                : new Performance.Failed(moved());
    }

    public Performance rehearse(Command command, Sight sight, Terms terms, Execution execution) {
        return switch (sight) {
            case Sight.Whole whole -> rehearseWhole(command, terms, execution);
            case Sight.Named(var places) -> named().rehearse(places, terms, execution);
            case Sight.Nothing nothing -> named().rehearse(List.of(), terms, execution);
        };
    }

    private Performance rehearseWhole(Command command, Terms terms, Execution execution) {
        var mirror = mirror();
        if (mirror != null) {
            return mirror.rehearse(terms, execution);
        }
        return seesCommands()
                ? new CommandActions(workspace, cells, running).rehearse(command, terms, execution)
                : new Performance.Failed(moved());
    }

    private NamedActions named() {
        return new NamedActions(workspace, runs);
    }

    private static Problem moved() {
        return Problem.of(Reason.TARGET_NOT_READY, "how commands are seen here has just changed; ask again");
    }

    /** Whether all that a command does to files is seen. */
    public boolean seesCommands() {
        return mirror() != null || (commands && found.level() == Level.OVERLAY);
    }

    /** How the effects of commands are seen: {@code overlay}, {@code mirror}, or {@code files} for not at all. */
    public String mode() {
        return !seesCommands() ? "files" : mirror() == null ? "overlay" : "mirror";
    }

    /** Paths of the workspace: the operator's, and where links on it lead. */
    public List<String> roots() {
        return roots;
    }

    public Settlement settle(String actionId) {
        return new Settling(workspace).settle(actionId);
    }

    /** @param from the number of the first effect, as a page's {@code next}; null for the beginning */
    public EffectPage effects(String actionId, @Nullable String from, int limit) throws IOException {
        var changes = workspace.records().of(actionId).manifest();
        int start = start(from);
        int end = Math.min(changes.size(), start + Math.max(0, limit));
        if (start >= end) {
            return new EffectPage(List.of(), null);
        }
        return new EffectPage(
                changes.subList(start, end).stream()
                        .map(change -> change.effect(workspace.blobs()))
                        .toList(),
                end < changes.size() ? Integer.toString(end) : null);
    }

    private static int start(@Nullable String from) {
        try {
            return from == null ? 0 : Math.max(0, Integer.parseInt(from));
        } catch (NumberFormatException e) {
            throw Problem.of(Reason.BAD_REQUEST, "this is no place to go on from")
                    .toException();
        }
    }

    public UndoReport plan(UndoRequest request) throws IOException {
        return new Undoing(workspace).plan(request);
    }

    public UndoPerformance undo(UndoRequest request, Execution execution) {
        return new Undoing(workspace).perform(request, execution);
    }

    public void revoke(SessionRef session) {
        running.cancel(session.id());
    }

    public Installation.Pruned prune(Instant before, boolean dryRun) throws IOException {
        var mirror = mirror();
        if (mirror == null && !dryRun) {
            // What it copied once may go now, so that it may not go by that later.
            Baseline.forget(workspace);
        }
        return new Pruning(workspace).prune(before, dryRun, mirror == null ? Set.of() : mirror.contents());
    }

    public long keptBytes() {
        return workspace.blobs().bytes();
    }

    public long keepLimitBytes() {
        return workspace.keepLimitBytes();
    }

    @Override
    public void close() {
        if (begun != null) {
            begun.close();
        }
        cells.close();
        workspace.close();
    }
}
