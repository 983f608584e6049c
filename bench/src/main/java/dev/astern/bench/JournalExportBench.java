package dev.astern.bench;

import dev.astern.evidence.ExportRequest;
import dev.astern.evidence.Exports;
import dev.astern.evidence.Proofs;
import dev.astern.model.Receipt;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A bundle of a session with ten thousand receipts, disclosures opened, from a small journal and from a larger one. */
public final class JournalExportBench {
    private static final int RECEIPTS = 10_000;
    private static final int OTHERS = 100_000;
    private static final int ROUNDS = 5;

    private JournalExportBench() {}

    public static void main(String... args) throws Exception {
        try (var store = JournalStore.start()) {
            var stores = store.stores().stores();
            var exports = new Exports(
                    stores.journal(),
                    stores.log(),
                    new Proofs(stores.journal(), stores.log(), null),
                    store.checkpoints(),
                    Clock.systemUTC(),
                    Path.of(System.getProperty("java.io.tmpdir")));
            write(store, "ses_early", RECEIPTS, 1);
            double small = measure(exports, "ses_early");
            write(store, "ses_other", OTHERS, 500);
            // Between others, as sessions are.
            double large = measure(exports, "ses_early");
            System.out.printf(
                    Locale.ROOT, "of %,d entries %.2f s, of %,d entries %.2f s%n", RECEIPTS, small, OTHERS, large);
            System.out.printf(Locale.ROOT, "journal-export seconds=%.2f growth_ratio=%.2f%n", large, large / small);
        }
    }

    private static void write(JournalStore store, String session, int count, int sessions) {
        var written = new ArrayList<CompletableFuture<Receipt>>();
        for (int i = 0; i < count; i++) {
            var name = sessions == 1 ? session : session + i % sessions;
            written.add(store.stores().stores().journal().append(JournalStore.intent(name, Map.of()), null));
            if (written.size() == 2_000) {
                written.forEach(CompletableFuture::join);
                written.clear();
            }
        }
        written.forEach(CompletableFuture::join);
    }

    private static double measure(Exports exports, String session) throws Exception {
        var seconds = new ArrayList<Double>();
        for (int round = -1; round < ROUNDS; round++) {
            long from = System.nanoTime();
            var request = new ExportRequest(new ExportRequest.Sessions(List.of(session)), Optional.empty());
            exports.bundle(exports.prepare(request), true, new ByteArrayOutputStream());
            if (round >= 0) {
                seconds.add((System.nanoTime() - from) / 1e9);
            }
        }
        seconds.sort(null);
        return seconds.get(ROUNDS / 2);
    }
}
