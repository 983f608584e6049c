package dev.astern.connector;

import java.time.Instant;
import java.util.List;

/** What a connector keeps at its target, and the means to put it there, look after it and take it away. */
public interface Installation {
    /** Looks, changes nothing; never throws for an unreachable target. */
    TargetStatus status();

    /** Exactly what {@link #install} would run, for a person to read or to run. */
    Script script();

    /** Puts capture on every resource it can. Safe to call again. */
    TargetStatus install();

    /** Puts capture on what is new or changed. */
    TargetStatus refresh();

    /** Frees images and moved-aside objects of actions older than the moment; their undo then says so. */
    Pruned prune(Instant before, boolean dryRun);

    /** Takes everything away; the images stay only if asked for. */
    TargetStatus uninstall(boolean keepImages);

    /**
     * @param administrator statements that need more rights than the gateway's user has to have at run time
     * @param own statements the gateway's user runs
     */
    record Script(List<String> administrator, List<String> own) {
        public Script {
            administrator = List.copyOf(administrator);
            own = List.copyOf(own);
        }
    }

    /** What a prune freed or, in a dry run, would free. */
    record Pruned(long actions, long bytes, boolean dryRun) {}
}
