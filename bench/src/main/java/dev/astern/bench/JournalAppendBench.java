package dev.astern.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Durable receipts through the journal, sealed, chained and signed for, against plain inserts of the same bytes over bare
 * JDBC with a commit each. Both take turns in one run.
 */
public final class JournalAppendBench {
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 3;
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);

    private final JournalStore store;
    private final byte[] sealed;
    private final String leaf;

    private JournalAppendBench(JournalStore store) throws SQLException {
        this.store = store;
        try (var connection = store.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE plain (id bigserial PRIMARY KEY, leaf text NOT NULL, sealed bytea NOT NULL)");
            var receipt = store.append("ses_sample").join();
            leaf = receipt.leaf();
            try (var rows =
                    statement.executeQuery("SELECT sum(octet_length(sealed) + length(key_id)) FROM disclosure")) {
                rows.next();
                sealed = new byte[rows.getInt(1)];
            }
        }
        new Random(1).nextBytes(sealed);
        System.out.println("bytes a receipt: " + leaf.length() + " of entry, " + sealed.length + " sealed");
    }

    public static void main(String... args) throws Exception {
        try (var store = JournalStore.start()) {
            var bench = new JournalAppendBench(store);
            var one = bench.measure(1);
            var some = bench.measure(16);
            var many = bench.measure(128);
            double most = bench.most();
            System.out.printf(
                    Locale.ROOT,
                    "journal-append kept_1=%.2f kept_16=%.2f kept_128=%.2f per_second=%.0f%n",
                    one,
                    some,
                    many,
                    most);
        }
    }

    /** The share of plain inserts that is kept. */
    private double measure(int writers) throws Exception {
        var journal = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            // Who goes first changes, so that neither always meets what the other left behind.
            double first = round % 2 == 0 ? journal(writers) : plain(writers);
            double second = round % 2 == 0 ? plain(writers) : journal(writers);
            if (round >= 0) {
                journal.add(round % 2 == 0 ? first : second);
                plain.add(round % 2 == 0 ? second : first);
                ratios.add(journal.getLast() / plain.getLast());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d writers: journal %.0f/s, plain %.0f/s, kept %.2f (%.2f to %.2f)%n",
                writers,
                median(journal),
                median(plain),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios));
        return median(ratios);
    }

    /** As many as can be, by writers that do not wait for each one before the next. */
    private double most() throws Exception {
        var rates = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            rates.add(journal(512));
        }
        System.out.printf(Locale.ROOT, "512 writers: journal %.0f/s%n", median(rates));
        return median(rates);
    }

    private double journal(int writers) throws Exception {
        var work = new ArrayList<Callable<Long>>();
        for (int i = 0; i < writers; i++) {
            var session = "ses_" + i;
            work.add(() -> timed(() -> store.append(session).join()));
        }
        return rate(work);
    }

    private double plain(int writers) throws Exception {
        var connections = new ArrayList<Connection>();
        var work = new ArrayList<Callable<Long>>();
        for (int i = 0; i < writers; i++) {
            var connection = store.connect();
            connections.add(connection);
            var insert = connection.prepareStatement("INSERT INTO plain (leaf, sealed) VALUES (?, ?)");
            insert.setString(1, leaf);
            insert.setBytes(2, sealed);
            work.add(() -> timed(insert::executeUpdate));
        }
        double rate = rate(work);
        for (var connection : connections) {
            connection.close();
        }
        return rate;
    }

    private static long timed(Callable<?> work) throws Exception {
        long count = 0;
        long end = System.nanoTime() + TURN_NANOS;
        while (System.nanoTime() < end) {
            work.call();
            count++;
        }
        return count;
    }

    private static double rate(List<Callable<Long>> work) throws Exception {
        long done = 0;
        long from = System.nanoTime();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var part : executor.invokeAll(work)) {
                done += part.get();
            }
        }
        return done * 1e9 / (System.nanoTime() - from);
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
