package dev.astern.crash;

import dev.astern.config.EvidenceSettings;
import dev.astern.connector.Secret;
import dev.astern.evidence.Checkpoints;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.model.RandomIds;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.model.SignedCheckpoint;
import dev.astern.sealing.MasterKey;
import dev.astern.storage.postgres.PgStores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** A journal with its signer in a process that gets killed; it says what it acknowledged and what it published. */
final class JournalVictim {
    static final String ORIGIN = "crash/journal";
    private static final int WRITERS = 8;

    private final PgStores stores;

    private JournalVictim(PgStores stores) {
        this.stores = stores;
    }

    static PgStores stores(String url, String user, String password) {
        var clock = Clock.systemUTC();
        var master = new MasterKey(new byte[MasterKey.SIZE_BYTES], new SecureRandom());
        var ids = new RandomIds(clock, new SecureRandom());
        return PgStores.open(url, user, Secret.from(() -> password), master, ids, clock);
    }

    /** Arguments: url, user, password of the store, and the signer's folder. */
    public static void main(String[] arguments) throws IOException {
        var steps = new ArmedSteps(step -> say("at", step));
        var stores = stores(arguments[0], arguments[1], arguments[2]);
        var log = stores.stores().log().open(ORIGIN, Instant.now());
        var signer = SignerFolder.open(Path.of(arguments[3]), ORIGIN);
        stores.stores().log().signedBy(log.id(), null, signer.verifierKey().text());
        var checkpoints = new Checkpoints(
                stores.stores().log().current(),
                stores.stores().log(),
                signer,
                null,
                EvidenceSettings.defaults(),
                Clock.systemUTC(),
                steps::at,
                (what, e) -> say("log", what, String.valueOf(e)));
        checkpoints.start();
        checkpoints.halted().ifPresent(problem -> say("halted", problem.detail()));
        say("ready");
        new JournalVictim(stores).work();
        obey(steps);
        Runtime.getRuntime().halt(0);
    }

    private static synchronized void say(String... words) {
        System.out.println(String.join("\t", words).replace('\n', ' '));
    }

    private static void obey(ArmedSteps steps) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            var words = order.split("\t");
            steps.arm(words[1], Integer.parseInt(words[2]));
        }
    }

    private void work() {
        for (int i = 0; i < WRITERS; i++) {
            var session = "ses_" + i;
            Thread.ofPlatform().daemon().start(() -> append(session));
        }
        Thread.ofPlatform().daemon().start(this::watch);
    }

    private void append(String session) {
        while (true) {
            var draft = new ReceiptDraft(
                    session,
                    null,
                    ReceiptType.REFUSAL,
                    Instant.now(),
                    Map.of(),
                    Map.of("command", "UPDATE orders SET status = 'sent'"));
            var receipt = stores.stores().journal().append(draft, null).join();
            say("ack", Long.toString(receipt.index()), receipt.hash());
        }
    }

    private void watch() {
        while (true) {
            stores.stores()
                    .log()
                    .latest((short) 1)
                    .map(SignedCheckpoint::note)
                    .ifPresent(note -> say(
                            "published", Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8))));
            Thread.onSpinWait();
        }
    }
}
