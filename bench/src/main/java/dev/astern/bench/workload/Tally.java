package dev.astern.bench.workload;

import java.io.PrintStream;

/** Counts what came of the sessions, and says on the way what went wrong. */
final class Tally {
    private static final int MAX_SAID = 40;

    private final PrintStream progress;
    private final int sessions;
    private final long startedNanos = System.nanoTime();
    private int done;
    private int equal;
    private int humanEditsLost;
    private int falseUndone;
    private int said;

    Tally(PrintStream progress, int sessions) {
        this.progress = progress;
        this.sessions = sessions;
    }

    synchronized void session(boolean allEqual) {
        done++;
        equal += allEqual ? 1 : 0;
        if (done % 50 == 0 || done == sessions) {
            progress.printf(
                    "%d of %d sessions, %d equal, %.0f s%n",
                    done, sessions, equal, (System.nanoTime() - startedNanos) / 1e9);
        }
    }

    synchronized void lost(int edits) {
        humanEditsLost += edits;
    }

    synchronized void falseUndone(int effects) {
        falseUndone += effects;
    }

    synchronized void say(String wrong) {
        if (said++ < MAX_SAID) {
            progress.println("  " + wrong);
        }
    }

    boolean good() {
        return equal == sessions && humanEditsLost == 0 && falseUndone == 0;
    }

    String line(String name) {
        return "workload=" + name + " sessions=" + sessions + " equal=" + equal + " human_edits_lost=" + humanEditsLost
                + " false_undone=" + falseUndone;
    }
}
