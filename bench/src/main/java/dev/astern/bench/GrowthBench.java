package dev.astern.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The undo of one small action beside a small journal and table, and beside both ten times as large, in turns. */
public final class GrowthBench {
    private static final int SMALL = 50_000;
    private static final int LARGE = 500_000;
    private static final int ACTION = 100;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 25;

    private GrowthBench() {}

    public static void main(String... args) throws Exception {
        try (var server = UndoTarget.server();
                var small = new UndoTarget(server, "small", SMALL);
                var large = new UndoTarget(server, "large", LARGE)) {
            fill(small, SMALL);
            fill(large, LARGE);
            var smallMs = new ArrayList<Double>();
            var largeMs = new ArrayList<Double>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                // The order turns, so that neither always follows the other.
                double first = round % 2 == 0 ? undoMs(small, SMALL, round) : undoMs(large, LARGE, round);
                double second = round % 2 == 0 ? undoMs(large, LARGE, round) : undoMs(small, SMALL, round);
                if (round >= 0) {
                    smallMs.add(round % 2 == 0 ? first : second);
                    largeMs.add(round % 2 == 0 ? second : first);
                }
            }
            report(smallMs, largeMs);
        }
    }

    private static void report(List<Double> smallMs, List<Double> largeMs) {
        double small = SqlUndoBench.median(smallMs);
        double large = SqlUndoBench.median(largeMs);
        System.out.printf(
                Locale.ROOT,
                "undo of %d rows: %.1f ms beside %,d rows and %,d images, %.1f ms beside ten times as many%n",
                ACTION,
                small,
                SMALL,
                2 * SMALL,
                large);
        System.out.printf(Locale.ROOT, "growth undo_time_ratio=%.2f%n", large / small);
    }

    /** The journal fills with what an agent did before, in actions of some thousand rows. */
    private static void fill(UndoTarget target, int rows) throws Exception {
        int step = rows / 50;
        for (int from = 0; from < rows; from += step) {
            target.act("UPDATE item SET quantity = quantity + 1 WHERE id > " + from + " AND id <= " + (from + step));
        }
        target.sql("VACUUM ANALYZE");
        System.out.printf(Locale.ROOT, "filled a journal with %,d images%n", 2 * rows);
    }

    private static double undoMs(UndoTarget target, int rows, int round) {
        int from = Math.floorMod(round * 7919, rows - ACTION);
        var action = target.act("UPDATE item SET status = 'shipped', quantity = quantity + 1 WHERE id > " + from
                + " AND id <= " + (from + ACTION));
        return target.undo(action, ACTION).wallNanos() / 1e6;
    }
}
