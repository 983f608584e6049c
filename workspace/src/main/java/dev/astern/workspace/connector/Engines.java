package dev.astern.workspace.connector;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.workspace.Engine;
import dev.astern.workspace.mirror.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The workspaces that are open in this process: each once, whoever uses it. */
final class Engines {
    private static final class Shared {
        final Engine engine;
        final Engine.Settings settings;
        int users;

        Shared(Engine engine, Engine.Settings settings) {
            this.engine = engine;
            this.settings = settings;
        }
    }

    private final Clock clock;
    private final Map<Path, Shared> open = new HashMap<>();

    private final Told told;

    /** Who is told how far the first copy of a workspace is. */
    interface Told {
        Consumer<Progress> of(Path root);
    }

    Engines(Clock clock, Told told) {
        this.clock = clock;
        this.told = told;
    }

    synchronized Engine use(Engine.Settings settings) {
        var shared = open.get(settings.state());
        if (shared != null && !shared.settings.equals(settings) && shared.users == 0) {
            shared.engine.close();
            open.remove(settings.state());
            shared = null;
        }
        if (shared == null) {
            shared = new Shared(start(settings), settings);
            open.put(settings.state(), shared);
        } else if (!shared.settings.equals(settings)) {
            throw Problem.of(Reason.TARGET_NOT_READY, "the workspace is open with other settings; try again shortly")
                    .toException();
        }
        shared.users++;
        return shared.engine;
    }

    private Engine start(Engine.Settings settings) {
        try {
            return new Engine(settings, clock, told.of(settings.root()));
        } catch (IOException | UnsupportedOperationException e) {
            throw Problem.of(
                            Reason.TARGET_UNREACHABLE,
                            "the workspace can't be opened: " + e.getClass().getSimpleName() + ": " + e.getMessage())
                    .toException();
        }
    }

    /** It stays open for the next who uses it, since opening costs a look at the host. */
    synchronized void release(Engine.Settings settings) {
        var shared = open.get(settings.state());
        if (shared != null && shared.users > 0) {
            shared.users--;
        }
    }

    /** Ends what goes on for it between calls, unless somebody else uses it. */
    synchronized void abandon(Engine.Settings settings) {
        var shared = open.get(settings.state());
        if (shared != null && shared.users == 0 && shared.engine.preparing() != null) {
            shared.engine.close();
            open.remove(settings.state());
        }
    }

    synchronized void close() {
        open.values().forEach(shared -> shared.engine.close());
        open.clear();
    }
}
