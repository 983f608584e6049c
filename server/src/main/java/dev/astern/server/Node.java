package dev.astern.server;

import dev.astern.config.GatewaySettings;
import dev.astern.config.ServerSettings;
import dev.astern.config.SessionSettings;
import dev.astern.connector.ConnectorProvider;
import dev.astern.connector.Secret;
import dev.astern.gateway.GatewayLog;
import dev.astern.gateway.StepObserver;
import dev.astern.model.RandomIds;
import dev.astern.storage.embedded.EmbeddedPostgres;
import dev.astern.storage.embedded.EmbeddedPostgresSettings;
import dev.astern.storage.postgres.PgStores;
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
    private final Astern astern;
    private final SetupCodeFile setupCode;

    private Node(@Nullable EmbeddedPostgres embedded, PgStores stores, Astern astern, SetupCodeFile setupCode) {
        this.embedded = embedded;
        this.stores = stores;
        this.astern = astern;
        this.setupCode = setupCode;
    }

    /** Opens the store, brings it up to date, settles what an earlier life left in doubt. */
    public static Node open(
            ServerSettings settings, List<ConnectorProvider> connectors, StepObserver steps, GatewayLog log) {
        var embedded = settings.store() == null
                ? EmbeddedPostgres.open(EmbeddedPostgresSettings.in(settings.dataDir()))
                : null;
        try {
            return open(settings, embedded, connectors, steps, log);
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
            List<ConnectorProvider> connectors,
            StepObserver steps,
            GatewayLog log) {
        var clock = Clock.systemUTC();
        var ids = new RandomIds(clock, new SecureRandom());
        var stores = stores(settings, embedded);
        var setupCode = stores.stores().operators().all().isEmpty()
                ? SetupCodeFile.open(settings.dataDir(), ids)
                : SetupCodeFile.spent(settings.dataDir());
        var astern = new Astern(new Astern.Outside(
                stores.stores(),
                connectors,
                setupCode,
                ids,
                clock,
                steps,
                log,
                GatewaySettings.defaults(NodeName.of(settings.dataDir(), ids)),
                SessionSettings.defaults()));
        return new Node(embedded, stores, astern.start(), setupCode);
    }

    private static PgStores stores(ServerSettings settings, @Nullable EmbeddedPostgres embedded) {
        var store = settings.store();
        if (embedded != null) {
            return PgStores.open(embedded.url(EMBEDDED_DATABASE), embedded.user(), Secret.from(embedded::password));
        }
        if (store == null) {
            throw new IllegalStateException("neither an embedded store nor another: bug");
        }
        return PgStores.open(store.url(), store.user(), Secret.from(() -> password(store.passwordFile())));
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
        stores.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
