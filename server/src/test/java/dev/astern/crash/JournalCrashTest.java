package dev.astern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.EvidenceSettings;
import dev.astern.evidence.Checkpoints;
import dev.astern.evidence.SignedEntries;
import dev.astern.journal.Hash;
import dev.astern.journal.checkpoint.CheckpointCheck;
import dev.astern.journal.checkpoint.CheckpointVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.policy.Policy;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.journal.signer.TreeHead;
import dev.astern.journal.tree.CompactRange;
import dev.astern.model.SignedCheckpoint;
import dev.astern.storage.LogStore;
import dev.astern.testing.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the journal in mid-commit, in mid-tick, and between its signer and its store; then looks whether anything that was
 * acknowledged is lost, and whether anything was ever signed that the log does not begin with.
 */
final class JournalCrashTest {
    private static final int SAMPLE = 4;
    private static final String ANY_MOMENT = "any-moment";
    private static final List<String> STEPS =
            List.of("tick-read", "signed", ANY_MOMENT, "tiles-kept", "signed", "published", ANY_MOMENT);
    private static final short LOG = 1;

    @TempDir
    private Path folder;

    private final Map<Long, String> acknowledged = new HashMap<>();
    private final Set<String> published = new HashSet<>();
    private final Set<TreeHead> remembered = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private final TreeMap<String, Integer> kills = new TreeMap<>();

    @Test
    void killing_the_journal_at_any_moment_loses_and_forks_nothing() throws Exception {
        int count = Integer.getInteger("astern.crash.journal.kills", SAMPLE);
        long seed = Long.getLong("astern.crash.seed", System.nanoTime());
        var random = new Random(seed);
        var database = TestPostgres.database();
        for (int i = 0; i < count; i++) {
            kill(database, STEPS.get(i % STEPS.size()), random);
        }
        var found = audit(database);
        System.out.println("journal crash test: seed " + seed + ", " + count + " kills " + kills + "; " + found);
    }

    private void kill(TestPostgres.Database database, String step, Random random) throws Exception {
        var process = start(database);
        var reached = new CountDownLatch(1);
        var ready = new CountDownLatch(1);
        var listener = Thread.ofPlatform().daemon().start(() -> listen(process.inputReader(), ready, reached));
        assertThat(ready.await(60, TimeUnit.SECONDS))
                .as("the journal opens again")
                .isTrue();
        if (!step.equals(ANY_MOMENT)) {
            var orders = process.outputWriter();
            orders.write("arm\t" + step + "\t" + (1 + random.nextInt(5)) + "\n");
            orders.flush();
            var at = reached.await(20, TimeUnit.SECONDS) ? step : ANY_MOMENT;
            kills.merge(at, 1, Integer::sum);
        } else {
            TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(200));
            kills.merge(step, 1, Integer::sum);
        }
        process.destroyForcibly().waitFor();
        listener.join();
        try (var signer = signer()) {
            remembered.add(signer.lastSigned());
        }
        assertThat(complaints).isEmpty();
    }

    private Process start(TestPostgres.Database database) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JournalVictim.class.getName(),
                        database.url(),
                        database.user(),
                        database.password(),
                        folder.resolve("signer").toString())
                .redirectError(folder.resolve("victim.err").toFile())
                .start();
    }

    private void listen(BufferedReader said, CountDownLatch ready, CountDownLatch reached) {
        try (said) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                var words = line.split("\t");
                switch (words[0]) {
                    case "ready" -> ready.countDown();
                    case "at" -> reached.countDown();
                    // A line that the kill cut short acknowledges nothing.
                    case "ack" -> {
                        if (words.length == 3 && words[2].length() == 2 * Hash.SIZE_BYTES) {
                            acknowledged.put(Long.parseLong(words[1]), words[2]);
                        }
                    }
                    case "published" -> published.add(words[1]);
                    default -> complaints.add(line);
                }
            }
        } catch (IOException e) {
            // The pipe of a killed process.
        }
    }

    private LocalSigner signer() {
        return SignerFolder.open(folder.resolve("signer"), JournalVictim.ORIGIN);
    }

    private String audit(TestPostgres.Database database) throws InterruptedException {
        try (var stores = JournalVictim.stores(database.url(), database.user(), database.password());
                var signer = signer()) {
            var log = stores.stores().log();
            long size = log.size(LOG);
            assertThat(SignedEntries.lost(signer.lastSigned(), log, LOG)).isNull();
            signsOn(log, signer, size);
            var leaves = log.leafHashes(LOG, 0, Math.toIntExact(size));
            assertThat(leaves).as("places without gaps").hasSize(Math.toIntExact(size));
            acknowledged.forEach((index, hash) -> assertThat(
                            leaves.get(Math.toIntExact(index)).hex())
                    .as("entry " + index)
                    .isEqualTo(hash));
            var heads = new HashSet<>(remembered);
            heads.addAll(signed(signer));
            extended(leaves, heads);
            return size + " entries, " + acknowledged.size() + " acknowledged, " + heads.size() + " signed heads";
        }
    }

    /** The life after the last one signs for all there is. */
    private static void signsOn(LogStore log, LocalSigner signer, long size) throws InterruptedException {
        try (var checkpoints = new Checkpoints(
                        log.current(),
                        log,
                        signer,
                        null,
                        EvidenceSettings.defaults(),
                        Clock.systemUTC(),
                        step -> {},
                        (what, e) -> {
                            throw e;
                        })
                .start()) {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (log.latest(LOG).map(SignedCheckpoint::size).orElse(0L) < size) {
                assertThat(checkpoints.halted()).isEmpty();
                assertThat(System.nanoTime()).as("signing goes on").isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    private Set<TreeHead> signed(LocalSigner signer) {
        var verifier = new CheckpointVerifier(Policy.of(signer.verifierKey(), List.of(), 0), Reading.STRICT);
        var heads = new HashSet<TreeHead>();
        for (var note : published) {
            var check = verifier.verify(Base64.getDecoder().decode(note));
            assertThat(check).isInstanceOf(CheckpointCheck.Accepted.class);
            var checkpoint = ((CheckpointCheck.Accepted) check).checkpoint();
            heads.add(new TreeHead(checkpoint.treeSize(), checkpoint.rootHash()));
        }
        return heads;
    }

    /** Whatever was signed in any life is what the log began with at that size. */
    private static void extended(List<Hash> leaves, Set<TreeHead> heads) {
        var expected = new HashMap<Long, Hash>();
        heads.forEach(head -> assertThat(expected.put(head.size(), head.root()))
                .as("two roots of size " + head.size())
                .isNull());
        var range = CompactRange.EMPTY;
        for (var leaf : leaves) {
            range = range.append(leaf);
            var root = expected.remove(range.size());
            assertThat(root == null || root.equals(range.root()))
                    .as("the tree of " + range.size())
                    .isTrue();
        }
        expected.remove(0L);
        assertThat(expected).as("heads beyond the end of the log").isEmpty();
    }
}
