package dev.astern.workspace.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Writes into the log how far a look is, now and then. Used by one thread at a time. */
public final class ProgressLog implements Consumer<Progress> {
    private static final System.Logger LOG = System.getLogger(ProgressLog.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(30);

    private final String name;
    private final Clock clock;
    private final Consumer<String> log;
    private Instant last;

    /** @param name of what is looked at, for people */
    public ProgressLog(String name, Clock clock) {
        this(name, clock, line -> LOG.log(System.Logger.Level.INFO, line));
    }

    ProgressLog(String name, Clock clock, Consumer<String> log) {
        this.name = name;
        this.clock = clock;
        this.log = log;
        this.last = clock.instant();
    }

    @Override
    public void accept(Progress progress) {
        var now = clock.instant();
        boolean all = progress.allFiles() > 0 && progress.files() == progress.allFiles();
        if (all || !now.isBefore(last.plus(EVERY))) {
            last = now;
            log.accept("workspace " + name + (all ? ": copied, " : ": being copied, ") + progress.text());
        }
    }
}
