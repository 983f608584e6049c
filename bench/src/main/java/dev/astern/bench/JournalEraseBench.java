package dev.astern.bench;

import dev.astern.model.Erasure;
import dev.astern.model.Personal;
import dev.astern.model.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Erases one person of a million. The million have a key each, made by the database at once; the person that is erased is
 * in a thousand receipts that were written the usual way.
 */
public final class JournalEraseBench {
    private static final int PERSONS = 1_000_000;
    private static final int RECEIPTS = 1_000;
    private static final int ROUNDS = 5;

    private JournalEraseBench() {}

    public static void main(String... args) throws Exception {
        try (var store = JournalStore.start()) {
            fill(store);
            var seconds = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                var person = "person-" + round + "@example.com";
                write(store, person);
                seconds.add(erase(store, person, round));
            }
            seconds.sort(null);
            System.out.printf(Locale.ROOT, "erasing one of %,d, in %,d receipts: %s s%n", PERSONS, RECEIPTS, seconds);
            System.out.printf(Locale.ROOT, "journal-erase seconds=%.3f%n", seconds.get(ROUNDS / 2));
        }
    }

    private static void fill(JournalStore store) throws Exception {
        try (var connection = store.connect();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO astern_keys.data_key (id, scope, wrapped, created_at)"
                    + " SELECT 'key_' || i, 'person:' || md5(i::text), sha256(i::text::bytea), now()"
                    + " FROM generate_series(1, " + PERSONS + ") i");
            statement.execute("INSERT INTO subject_receipt (subject, session_id, sequence)"
                    + " SELECT md5(i::text), 'ses_' || i % 1000, i FROM generate_series(1, " + PERSONS + ") i");
            statement.execute("INSERT INTO disclosure (session_id, sequence, key_id, sealed)"
                    + " SELECT 'ses_' || i % 1000, i, 'key_' || i, sha256(i::text::bytea)"
                    + " FROM generate_series(1, " + PERSONS + ") i");
            statement.execute("ANALYZE");
        }
    }

    private static void write(JournalStore store, String person) {
        var written = new ArrayList<CompletableFuture<Receipt>>();
        for (int i = 0; i < RECEIPTS; i++) {
            var rows = List.of(new Personal(person, List.of(person, "Bath")), new Personal("nobody", List.of("York")));
            var draft = JournalStore.intent("ses_person_" + i % 10, Map.of("output", Map.of("rows", rows)));
            written.add(store.stores().stores().journal().append(draft, null));
        }
        written.forEach(CompletableFuture::join);
    }

    private static double erase(JournalStore store, String person, int round) {
        var stores = store.stores().stores();
        long from = System.nanoTime();
        var pseudonym = store.stores().vault().pseudonym(person);
        var where = stores.erasures().sessionsWith(pseudonym);
        var keys = stores.keys().ofScopes(List.of("person:" + pseudonym));
        stores.erasures()
                .erase(new Erasure("era_" + round, "person", keys, where, "bench", "asked for", Instant.now()));
        store.stores().vault().forget();
        double seconds = (System.nanoTime() - from) / 1e9;
        if (keys.size() != 1 || where.size() != 10) {
            throw new IllegalStateException("erased " + keys.size() + " keys in " + where.size() + " sessions: bug");
        }
        return seconds;
    }
}
