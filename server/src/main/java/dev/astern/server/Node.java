package dev.astern.server;

import dev.astern.config.EvidenceSettings;
import dev.astern.config.GatewaySettings;
import dev.astern.config.ServerSettings;
import dev.astern.config.SessionSettings;
import dev.astern.config.StopSettings;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Secret;
import dev.astern.gateway.GatewayLog;
import dev.astern.gateway.StepObserver;
import dev.astern.journal.signer.LocalSigner;
import dev.astern.library.RecoveryLibrary;
import dev.astern.model.Ids;
import dev.astern.model.RandomIds;
import dev.astern.sealing.MasterKey;
import dev.astern.storage.embedded.EmbeddedPostgres;
import dev.astern.storage.embedded.EmbeddedPostgresSettings;
import dev.astern.storage.postgres.PgStores;
import dev.astern.workspace.connector.LibraryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One running server without its doors: its store, whichever kind, and everything that is built on it. */
public final class Node implements AutoCloseable {
    private static final String EMBEDDED_DATABASE = "postgres";

    private final @Nullable EmbeddedPostgres embedded;
    private final PgStores stores;
    private final @Nullable LocalSigner signer;
    private final Astern astern;
    private final SetupCodeFile setupCode;

    private Node(
            @Nullable EmbeddedPostgres embedded,
            PgStores stores,
            @Nullable LocalSigner signer,
            Astern astern,
            SetupCodeFile setupCode) {
        this.embedded = embedded;
        this.stores = stores;
        this.signer = signer;
        this.astern = astern;
        this.setupCode = setupCode;
    }

    /** Opens the store, brings it up to date, settles what an earlier life left in doubt. */
    public static Node open(
            ServerSettings settings, List<ConnectorProvider> connectors, StepObserver steps, GatewayLog log) {
        return open(settings, LibraryFolder.of(settings.library()), connectors, steps, log);
    }

    /** @param library the recovery entries in force, as the connectors know them */
    static Node open(
            ServerSettings settings,
            RecoveryLibrary library,
            List<ConnectorProvider> connectors,
            StepObserver steps,
            GatewayLog log) {
        var embedded = settings.store() == null
                ? EmbeddedPostgres.open(EmbeddedPostgresSettings.in(settings.dataDir()))
                : null;
        try {
            return open(settings, embedded, library, connectors, steps, log);
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private static Node open(
            ServerSettings settings,
            @Nullable EmbeddedPostgres embedded,
            RecoveryLibrary library,
            List<ConnectorProvider> connectors,
            StepObserver steps,
            GatewayLog log) {
        var clock = Clock.systemUTC();
        var ids = new RandomIds(clock, new SecureRandom());
        var master = MasterKeyFile.of(settings.journal().masterKey(), new SecureRandom());
        var stores = stores(settings, embedded, master, ids, clock);
        try {
            var destroyed = new DestroyedKeysFile(settings.dataDir());
            stores.stores().erasures().destroyAgain(destroyed.ids(), clock.instant());
            var signer = new JournalOpening(stores.stores().log(), settings.journal(), ids, clock).open();
            var setupCode = stores.stores().operators().all().isEmpty()
                    ? SetupCodeFile.open(settings.dataDir(), ids)
                    : SetupCodeFile.spent(settings.dataDir());
            var astern = new Astern(new Astern.Outside(
                    stores.stores(),
                    stores.vault(),
                    connectors,
                    setupCode,
                    ids,
                    clock,
                    steps,
                    log,
                    signer,
                    WitnessPolicyFile.of(settings.journal().witnessPolicy()),
                    settings.journal().timeAuthority(),
                    destroyed::add,
                    GatewaySettings.defaults(NodeName.of(settings.dataDir(), ids)),
                    SessionSettings.defaults(),
                    EvidenceSettings.retaining(settings.journal().retain()),
                    StopSettings.in(StopFolder.open(settings.dataDir(), settings.stopFolder())),
                    FirstPolicy.of(settings.policy()),
                    library));
            return new Node(embedded, stores, signer, astern.start(), setupCode);
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    private static PgStores stores(
            ServerSettings settings, @Nullable EmbeddedPostgres embedded, MasterKey master, Ids ids, Clock clock) {
        var store = settings.store();
        if (embedded != null) {
            return PgStores.open(
                    embedded.url(EMBEDDED_DATABASE),
                    embedded.user(),
                    Secret.from(embedded::password),
                    master,
                    ids,
                    clock);
        }
        if (store == null) {
            throw new IllegalStateException("neither an embedded store nor another: bug");
        }
        return PgStores.open(
                store.url(), store.user(), Secret.from(() -> password(store.passwordFile())), master, ids, clock);
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the store's password file " + file + " can't be read", e);
        }
    }

    public Astern astern() {
        return astern;
    }

    /** The embedded PostgreSQL, or null where the store is somebody else's. */
    public @Nullable EmbeddedPostgres embedded() {
        return embedded;
    }

    /** Where the setup code is, or null when there is an operator already. */
    public @Nullable Path setupCode() {
        return Files.exists(setupCode.file()) ? setupCode.file() : null;
    }

    @Override
    public void close() {
        astern.close();
        if (signer != null) {
            signer.close();
        }
        stores.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
