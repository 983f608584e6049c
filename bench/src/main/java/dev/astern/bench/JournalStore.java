package dev.astern.bench;

import dev.astern.config.EvidenceSettings;
import dev.astern.connector.Secret;
import dev.astern.evidence.Checkpoints;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.journal.signer.SignerFolder;
import dev.astern.model.RandomIds;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptDraft;
import dev.astern.model.ReceiptType;
import dev.astern.sealing.MasterKey;
import dev.astern.storage.embedded.TemporaryPostgres;
import dev.astern.storage.postgres.PgStores;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A journal as it is run, with its signer, on a store of its own with fsync on; thrown away when closed. */
final class JournalStore implements AutoCloseable {
    private static final Path FOLDER = Path.of("bench", "target", "postgres");
    private static final String ORIGIN = "bench/journal";

    private final TemporaryPostgres postgres;
    private final Path signerFolder;
    private final PgStores stores;
    private final LocalSigner signer;
    private final Checkpoints checkpoints;

    private JournalStore(
            TemporaryPostgres postgres,
            Path signerFolder,
            PgStores stores,
            LocalSigner signer,
            Checkpoints checkpoints) {
        this.postgres = postgres;
        this.signerFolder = signerFolder;
        this.stores = stores;
        this.signer = signer;
        this.checkpoints = checkpoints;
    }

    static JournalStore start() throws IOException {
        Files.createDirectories(FOLDER);
        var postgres =
                TemporaryPostgres.start(FOLDER, true, Map.of("max_connections", "200", "shared_buffers", "256MB"));
        var server = postgres.postgres();
        var clock = Clock.systemUTC();
        var random = new SecureRandom();
        var stores = PgStores.open(
                server.url("postgres"),
                server.user(),
                Secret.from(server::password),
                new MasterKey(new byte[MasterKey.SIZE_BYTES], random),
                new RandomIds(clock, random),
                clock);
        var log = stores.stores().log();
        var current = log.open(ORIGIN, clock.instant());
        var folder = FOLDER.toAbsolutePath()
                .resolve("signer-" + ProcessHandle.current().pid());
        var signer = SignerFolder.open(folder, ORIGIN);
        log.signedBy(current.id(), null, signer.verifierKey().text());
        var checkpoints = new Checkpoints(
                log.current(), log, signer, null, EvidenceSettings.defaults(), clock, step -> {}, (what, e) -> {
                    throw e;
                });
        return new JournalStore(postgres, folder, stores, signer, checkpoints.start());
    }

    PgStores stores() {
        return stores;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    LocalSigner signer() {
        return signer;
    }

    Connection connect() throws SQLException {
        var server = postgres.postgres();
        return DriverManager.getConnection(server.url("postgres"), server.user(), server.password());
    }

    CompletableFuture<Receipt> append(String session) {
        return stores.stores().journal().append(intent(session, Map.of()), null);
    }

    /** What the gateway writes of a one-row update, of usual length. */
    static ReceiptDraft intent(String session, Map<String, ? extends @Nullable Object> more) {
        var agent = new HashMap<String, @Nullable Object>();
        agent.put("id", "refund-bot");
        agent.put("version", "2026-11-03");
        agent.put("prompt", "refunds-14");
        agent.put("model", "large-2026-09");
        agent.put("tools", null);
        var policy = new HashMap<String, @Nullable Object>();
        policy.put("id", "builtin");
        policy.put("version", "1");
        policy.put("digest", null);
        policy.put("decision", "allow");
        var approval = new HashMap<String, @Nullable Object>();
        approval.put("required", false);
        approval.put("approved_at", null);
        var body = new HashMap<String, @Nullable Object>();
        body.put("agent", agent);
        body.put("workflow", "refunds");
        body.put("target", "shop");
        body.put("tool", "run_sql");
        body.put("verb", "update");
        body.put("tier", "write");
        body.put("reversibility", "reversible_with_state");
        body.put("rehearsal", false);
        body.put("risk_score", null);
        body.put("approval", approval);
        body.put("policy", policy);
        var disclosures = new HashMap<String, @Nullable Object>(more);
        disclosures.put("environment", "production");
        disclosures.put("command", "UPDATE orders SET status = 'refunded', refunded_at = now() WHERE id = 4711");
        disclosures.put("request_digest", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
        disclosures.put("sources", List.of("ticket-1201", "invoice-88"));
        return new ReceiptDraft(session, null, ReceiptType.INTENT, Instant.now(), body, disclosures);
    }

    @Override
    public void close() {
        checkpoints.close();
        signer.close();
        stores.close();
        postgres.close();
        try (var files = Files.walk(signerFolder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
