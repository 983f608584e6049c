package dev.astern.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * What capture costs: backend CPU of the same update with and without, in interleaved pairs, and throughput kept. The
 * images' digest, which every action needs before its commit, is counted with the bulk update.
 */
public final class SqlCaptureBench {
    private static final int ROWS = 400_000;
    private static final int BULK = 100_000;
    private static final int ONE_ROW_TIMES = 1_000;
    private static final long SLICE_NANOS = 2_500_000_000L;
    private static final String ONE = "UPDATE %s SET quantity = quantity + 1, status = 'paid' WHERE id = ?";

    private final CaptureTarget target;
    private final Random random = new Random(1);

    private SqlCaptureBench(CaptureTarget target) {
        this.target = target;
    }

    /** Prints its figures; the last line is for programs. */
    public static void run() throws SQLException, InterruptedException, ExecutionException {
        try (var target = new CaptureTarget(ROWS)) {
            new SqlCaptureBench(target).all();
        }
    }

    private void all() throws SQLException, InterruptedException, ExecutionException {
        double oneRow = say("one-row update, row capture", oneRow(CaptureTarget.ROW, 9));
        say("one-row update, statement capture", oneRow(CaptureTarget.BULK, 5));
        say("one-row update, bystander", oneRow(CaptureTarget.BYSTANDER, 5));
        double bulk = say("100k-row update, statement capture with digest", bulk(CaptureTarget.BULK, true));
        say("100k-row update, statement capture alone", bulk(CaptureTarget.BULK, false));
        say("100k-row update, bystander", bulk(CaptureTarget.BYSTANDER, false));
        double kept = say("throughput kept, 4 clients, row capture", throughput(CaptureTarget.ROW));
        double bystander = say("throughput kept, 4 clients, bystanders", throughput(CaptureTarget.BYSTANDER));
        System.out.printf(
                Locale.ROOT,
                "sql-capture one_row_cpu_ratio=%.2f bulk_100k_cpu_ratio=%.2f throughput_kept_4=%.2f"
                        + " bystander_kept_4=%.2f%n",
                oneRow,
                bulk,
                kept,
                bystander);
    }

    private static double say(String what, List<Double> ratios) {
        var sorted = ratios.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT, "%-50s %.2f (%.2f to %.2f)%n", what, median, sorted.getFirst(), sorted.getLast());
        return median;
    }

    private List<Double> oneRow(String user, int pairs) throws SQLException {
        var ratios = new ArrayList<Double>();
        try (var watched = target.backend(user);
                var bare = target.backend(CaptureTarget.BYSTANDER)) {
            oneRow(watched, "item", ONE_ROW_TIMES);
            oneRow(bare, "bare", ONE_ROW_TIMES);
            for (int i = 0; i < pairs; i++) {
                ratios.add((double) oneRow(watched, "item", ONE_ROW_TIMES) / oneRow(bare, "bare", ONE_ROW_TIMES));
            }
        }
        return ratios;
    }

    private long oneRow(Backend backend, String table, int times) throws SQLException {
        long from = backend.cpuNanos();
        try (var update = backend.connection().prepareStatement(ONE.formatted(table))) {
            for (int i = 0; i < times; i++) {
                update.setInt(1, 1 + random.nextInt(ROWS));
                update.executeUpdate();
                backend.connection().commit();
            }
        }
        return backend.cpuNanos() - from;
    }

    private List<Double> bulk(String user, boolean digest) throws SQLException {
        var ratios = new ArrayList<Double>();
        try (var watched = target.backend(user);
                var bare = target.backend(CaptureTarget.BYSTANDER)) {
            for (int i = 0; i < 5; i++) {
                int from = 1 + random.nextInt(ROWS - BULK);
                double ratio = (double) bulk(watched, "item", from, digest) / bulk(bare, "bare", from, false);
                if (i > 0) {
                    ratios.add(ratio);
                }
            }
        }
        target.inDatabase("VACUUM item", "VACUUM bare");
        return ratios;
    }

    private static long bulk(Backend backend, String table, int from, boolean digest) throws SQLException {
        long before = backend.cpuNanos();
        try (var update = backend.connection()
                .prepareStatement("UPDATE %s SET quantity = quantity + 1, status = 'paid' WHERE id BETWEEN ? AND ?"
                        .formatted(table))) {
            update.setInt(1, from);
            update.setInt(2, from + BULK - 1);
            update.executeUpdate();
        }
        if (digest) {
            try (var statement = backend.connection().createStatement();
                    var rows = statement.executeQuery("SELECT * FROM astern.observe()")) {
                if (!rows.next()) {
                    throw new IllegalStateException("nothing was captured: bug");
                }
            }
        }
        backend.connection().commit();
        return backend.cpuNanos() - before;
    }

    private List<Double> throughput(String user) throws SQLException, InterruptedException, ExecutionException {
        var ratios = new ArrayList<Double>();
        slice(user, "item");
        for (int i = 0; i < 5; i++) {
            ratios.add((double) slice(user, "item") / slice(CaptureTarget.BYSTANDER, "bare"));
        }
        return ratios;
    }

    /** How many one-row updates four clients commit in a slice of time. */
    private long slice(String user, String table) throws SQLException, InterruptedException, ExecutionException {
        try (var clients = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<Long>>();
            for (int i = 0; i < 4; i++) {
                long seed = random.nextLong();
                tasks.add(() -> client(user, table, new Random(seed)));
            }
            long done = 0;
            for (var future : clients.invokeAll(tasks)) {
                done += future.get();
            }
            return done;
        }
    }

    private long client(String user, String table, Random ids) throws SQLException {
        long done = 0;
        try (var backend = target.backend(user);
                var update = backend.connection().prepareStatement(ONE.formatted(table))) {
            long end = System.nanoTime() + SLICE_NANOS;
            while (System.nanoTime() < end) {
                update.setInt(1, 1 + ids.nextInt(ROWS));
                update.executeUpdate();
                backend.connection().commit();
                done++;
            }
        }
        return done;
    }

    public static void main(String[] arguments) throws Exception {
        run();
    }
}
