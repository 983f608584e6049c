package dev.astern.bench.workload;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts what became of writes, and says on the way what went wrong. */
final class SharesTally {
    private static final int MAX_SAID = 40;

    private final PrintStream progress;
    private final Map<String, Integer> rules = new TreeMap<>();
    private int free;
    private int held;
    private int blocked;
    private int wrong;

    SharesTally(PrintStream progress) {
        this.progress = progress;
    }

    synchronized void free(String rule) {
        free++;
        rules.merge(rule, 1, Integer::sum);
    }

    synchronized void held(String rule) {
        held++;
        rules.merge(rule, 1, Integer::sum);
    }

    synchronized void blocked(String rule) {
        blocked++;
        rules.merge(rule, 1, Integer::sum);
    }

    synchronized void wrong(String what) {
        if (wrong++ < MAX_SAID) {
            progress.println("  " + what);
        }
    }

    synchronized boolean good() {
        return wrong == 0;
    }

    synchronized Shares shares(String persons) {
        return new Shares(persons, free, held, blocked, rules);
    }
}
