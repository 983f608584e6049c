package dev.astern.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.astern.journal.bundle.BundleHead;
import dev.astern.journal.bundle.BundleOpening;
import dev.astern.journal.bundle.BundleSource;
import dev.astern.journal.bundle.BundleWriter;
import dev.astern.journal.bundle.Scope;
import dev.astern.journal.checkpoint.Checkpoint;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.policy.Policy;
import dev.astern.verify.BundleVerifier;
import dev.astern.verify.Options;
import dev.astern.verify.Verdict;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verifies a bundle of a million entries strictly, from its zip to its verdict, on all cores. */
public final class JournalVerifyBench {
    private static final int ENTRIES = Integer.getInteger("astern.entries", 1_000_000);
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 5;

    private static final NoteSigner SIGNER =
            new NoteSigner("bench.example/log", SigningKey.ofSeed(new byte[SigningKey.SEED_BYTES]));

    private JournalVerifyBench() {}

    public static void main(String... args) throws IOException {
        var folder = Files.createTempDirectory(Path.of("bench", "target"), "journal-verify");
        try {
            var small = bundle(folder, Math.max(1, ENTRIES / 20));
            for (int round = 0; round < WARM_UP; round++) {
                seconds(small);
            }
            var large = bundle(folder, ENTRIES);
            double best = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                double cpu = cpuSeconds();
                double seconds = seconds(large);
                System.out.printf(
                        Locale.ROOT, "round %d: %.2f s, %.2f s of CPU%n", round + 1, seconds, cpuSeconds() - cpu);
                best = Math.min(best, seconds);
            }
            System.out.printf(
                    Locale.ROOT,
                    "journal-verify per_second=%.0f million_seconds=%.2f%n",
                    ENTRIES / best,
                    best * 1_000_000 / ENTRIES);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Path bundle(Path folder, int entries) throws IOException {
        long start = System.nanoTime();
        var log = new SampleLog(entries);
        var checkpoint = new Checkpoint(SIGNER.name(), entries, log.root());
        var head = new BundleHead(
                new Scope.Since(0, Instant.EPOCH),
                Instant.EPOCH,
                new Note(checkpoint.text(), List.of(SIGNER.sign(checkpoint.text()))),
                Optional.empty(),
                Optional.empty(),
                List.of());
        var path = folder.resolve(entries + ".zip");
        try (var out = new BufferedOutputStream(Files.newOutputStream(path))) {
            var manifest = new BundleWriter(folder).write(head, log.items(), out);
            long bytes = manifest.files().values().stream()
                    .mapToLong(file -> file.bytes())
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "made a bundle of %,d entries, %,d MB, zipped %,d MB, in %.1f s%n",
                    entries,
                    bytes >> 20,
                    Files.size(path) >> 20,
                    (System.nanoTime() - start) / 1e9);
        }
        return path;
    }

    /** Other work on the machine makes the wall's time longer, and this one hardly. */
    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    private static double seconds(Path path) throws IOException {
        var verifier = new BundleVerifier(Policy.of(SIGNER.verifier(), List.of(), 0), Options.STRICT);
        long start = System.nanoTime();
        if (!(BundleSource.open(path) instanceof BundleOpening.Opened(var source))) {
            throw new IllegalStateException("the bundle can't be opened");
        }
        try (source) {
            var verdict = verifier.verify(source);
            if (!(verdict instanceof Verdict.Verified)) {
                throw new IllegalStateException("not verified: " + verdict);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
