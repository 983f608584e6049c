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

    /**
     * Counts what is kept about a person, as the target's settings say which columns name one. Changes nothing. A connector
     * that keeps no images by person says {@link PersonImages#NONE}, without asking its target.
     *
     * @param person in the very text of the target's columns
     * @throws ProblemException where the target can't be asked
     */
    default PersonImages keptOf(String person) {
        return PersonImages.NONE;
    }

    /**
     * Erases what is kept about a person: field values, before and after, and rows and values of what was moved aside.
     * What an action did to others stays as it was and can be undone; the undo reports the erased rows as
     * {@link UndoResult#CANNOT} with {@link Reason#ERASED}, and {@link Connector#effects} lists them without values. All or
     * nothing, safe to call again, and while agents write and undos run. Resources themselves are not touched. What is
     * written while this runs may be left; calling again finds it. A connector that keeps no images by person says
     * {@link PersonImages#NONE}.
     *
     * @return what was erased under all of {@link ImageErasure#ids()}, and what is held
     * @throws ProblemException where the target can't be asked, or something could not be erased; then nothing is
     */
    default PersonImages erase(ImageErasure erasure) {
        return PersonImages.NONE;
    }

    /** Ends what goes on between calls: the target was removed from the gateway. What is kept stays. */
    default void abandon() {}

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
