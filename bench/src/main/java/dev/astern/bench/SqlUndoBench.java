package dev.astern.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The checked, captured, verified undo of a bulk update against the hand-written inverse UPDATE from a saved copy, which
 * checks and records nothing: CPU of the backend, in turns, medians. And how long dropping a big table and its undo take.
 */
public final class SqlUndoBench {
    private static final int ROWS = 1_000_000;

    private SqlUndoBench() {}

    public static void main(String... args) throws Exception {
        try (var server = UndoTarget.server();
                var target = new UndoTarget(server, "bench", ROWS)) {
            System.out.println("a table of " + ROWS + " rows; CPU of the backend until right before the commit");
            double small = ratio(target, 10_000, 5);
            double middle = ratio(target, 100_000, 3);
            double large = ratio(target, ROWS, 1);
            double dropMs = drop(target);
            System.out.printf(
                    Locale.ROOT,
                    "sql-undo ratio_10k=%.2f ratio_100k=%.2f ratio_1m=%.2f drop_table_ms=%.0f%n",
                    small,
                    middle,
                    large,
                    dropMs);
        }
    }

    private static double ratio(UndoTarget target, int rows, int rounds) throws SQLException {
        var change =
                "UPDATE item SET status = 'shipped', price = price + 1, quantity = quantity + 1 WHERE id <= " + rows;
        // Named with its schema: the owner is called as Astern's own, which would come first in the search path.
        target.sql(
                "DROP TABLE IF EXISTS public.saved",
                "CREATE TABLE public.saved AS SELECT id, status, price, quantity FROM item WHERE id <= " + rows,
                "ANALYZE public.saved");
        var undo = new ArrayList<UndoTarget.Took>();
        var byHand = new ArrayList<UndoTarget.Took>();
        for (int round = 0; round < rounds; round++) {
            undo.add(target.undo(target.act(change), rows));
            target.sql("VACUUM item", change);
            byHand.add(target.byHand("UPDATE item t SET status = s.status, price = s.price, quantity = s.quantity"
                    + " FROM public.saved s WHERE s.id = t.id"));
            target.sql("VACUUM item");
        }
        double undoMs = medianCpuMs(undo);
        double byHandMs = medianCpuMs(byHand);
        System.out.printf(
                Locale.ROOT,
                "%,9d rows: undo %.0f ms, by hand %.0f ms, ratio %.2f; wall %.0f and %.0f ms%n",
                rows,
                undoMs,
                byHandMs,
                undoMs / byHandMs,
                medianWallMs(undo),
                medianWallMs(byHand));
        return undoMs / byHandMs;
    }

    /** The undo of a dropped table; the median of some. */
    private static double drop(UndoTarget target) {
        var took = new ArrayList<Double>();
        for (int round = 0; round < 3; round++) {
            long from = System.nanoTime();
            var dropped = target.act("DROP TABLE item");
            long gone = System.nanoTime();
            target.undo(dropped);
            long back = System.nanoTime();
            System.out.printf(
                    Locale.ROOT,
                    "dropping it %.0f ms, undoing that %.0f ms%n",
                    (gone - from) / 1e6,
                    (back - gone) / 1e6);
            took.add((back - gone) / 1e6);
        }
        return median(took);
    }

    private static double medianCpuMs(List<UndoTarget.Took> took) {
        return median(took.stream().map(t -> t.cpuNanos() / 1e6).toList());
    }

    private static double medianWallMs(List<UndoTarget.Took> took) {
        return median(took.stream().map(t -> t.wallNanos() / 1e6).toList());
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
