package dev.astern.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.astern.connector.Secret;
import dev.astern.model.Ids;
import dev.astern.sealing.DraftSealer;
import dev.astern.sealing.KeyStore;
import dev.astern.sealing.MasterKey;
import dev.astern.sealing.Vault;
import dev.astern.storage.ActionStore;
import dev.astern.storage.ApprovalStore;
import dev.astern.storage.ErasureStore;
import dev.astern.storage.IncidentStore;
import dev.astern.storage.Journal;
import dev.astern.storage.KeepingStore;
import dev.astern.storage.LogStore;
import dev.astern.storage.ObservedStore;
import dev.astern.storage.OperatorStore;
import dev.astern.storage.PolicyStore;
import dev.astern.storage.SessionStore;
import dev.astern.storage.StopStore;
import dev.astern.storage.StoreException;
import dev.astern.storage.Stores;
import dev.astern.storage.TargetStore;
import dev.astern.storage.UndoStore;
import dev.astern.storage.UseStore;
import dev.astern.storage.WorkflowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens the store in a PostgreSQL database: brings its tables up to date and hands out the ports. */
public final class PgStores implements AutoCloseable {
    private static final int POOL = 16;
    private static final int CONTROL_POOL = 4;
    private static final int OPERATOR_POOL = 2;
    /** A lease would long have run out by then. */
    private static final int CONTROL_TIMEOUT_S = 5;

    private final HikariDataSource pool;
    private final HikariDataSource control;
    private final HikariDataSource doorman;
    private final StopListener listener;
    private final JournalWriter writer;
    private final Vault vault;
    private final Stores stores;

    private PgStores(
            HikariDataSource pool,
            HikariDataSource control,
            HikariDataSource doorman,
            StopListener listener,
            JournalWriter writer,
            Vault vault,
            Stores stores) {
        this.pool = pool;
        this.control = control;
        this.doorman = doorman;
        this.listener = listener;
        this.writer = writer;
        this.vault = vault;
        this.stores = stores;
    }

    /**
     * @param url {@code jdbc:postgresql://…} without a password
     * @throws dev.astern.sealing.WrongMasterKeyException when another master key wrapped the keys in it
     */
    public static PgStores open(String url, String user, Secret password, MasterKey master, Ids ids, Clock clock) {
        migrate(direct(url, user, password, Optional.empty()));
        var role = AppRole.of(direct(url, user, password, Optional.empty()));
        var pool = pool(direct(url, user, password, role), "astern-store", POOL, 10_000);
        var jdbc = JdbcClient.create(pool);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
        // Stops must not wait behind what they are to stop.
        var urgent = direct(url, user, password, role);
        urgent.setConnectTimeout(CONTROL_TIMEOUT_S);
        urgent.setSocketTimeout(CONTROL_TIMEOUT_S);
        var control = pool(urgent, "astern-control", CONTROL_POOL, 1_000);
        var listener = new StopListener(urgent);
        // Nor must whoever stops, until it is known who that is.
        var doorman = pool(urgent, "astern-operators", OPERATOR_POOL, 1_000);
        // A connection of its own: a read that waits must not hold up what is to become durable.
        var writer = new JournalWriter(direct(url, user, password, role));
        var keys = port(KeyStore.class, new PgKeys(jdbc));
        var vault = new Vault(master, keys, ids, clock);
        vault.check();
        var columns = new ActionColumns(vault);
        var sealer = new DraftSealer(vault, new SecureRandom());
        var stores = new Stores(
                port(OperatorStore.class, new PgOperators(JdbcClient.create(doorman))),
                port(SessionStore.class, new PgSessions(jdbc)),
                port(TargetStore.class, new PgTargets(jdbc)),
                port(ActionStore.class, new PgActions(jdbc, columns)),
                port(Journal.class, new PgJournal(pool, writer, sealer, vault, columns)),
                port(LogStore.class, new PgLog(jdbc)),
                keys,
                port(ErasureStore.class, new PgErasures(jdbc, transaction, vault)),
                port(UndoStore.class, new PgUndos(jdbc, transaction, vault)),
                port(ApprovalStore.class, new PgApprovals(jdbc, transaction, vault)),
                port(PolicyStore.class, new PgPolicies(jdbc)),
                port(WorkflowStore.class, new PgWorkflows(jdbc)),
                port(UseStore.class, new PgUses(jdbc)),
                port(StopStore.class, new PgStops(JdbcClient.create(control), listener)),
                port(KeepingStore.class, new PgKeeping(jdbc, transaction, vault)),
                port(ObservedStore.class, new PgObserved(jdbc)),
                port(IncidentStore.class, new PgIncidents(jdbc, transaction, vault)));
        return new PgStores(pool, control, doorman, listener, writer, vault, stores);
    }

    public Stores stores() {
        return stores;
    }

    /** The keys that this store's contents are sealed under. */
    public Vault vault() {
        return vault;
    }

    private static void migrate(DataSource dataSource) {
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/astern")
                    .table("schema_history")
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            throw new StoreException("the store's tables could not be brought up to date: " + e.getMessage(), e);
        }
    }

    private static HikariDataSource pool(DataSource source, String name, int size, int timeoutMs) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(timeoutMs);
        config.setPoolName(name);
        return new HikariDataSource(config);
    }

    private static PGSimpleDataSource direct(String url, String user, Secret password, Optional<String> role) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password.reveal());
        source.setApplicationName("astern");
        source.setConnectTimeout(10);
        source.setTcpKeepAlive(true);
        // An acknowledged receipt is on disk, whatever the server's default says.
        source.setOptions("-c synchronous_commit=on"
                + role.map(name -> " -c role=" + name).orElse(""));
        return source;
    }

    /** Whatever the database access throws leaves a port as the one exception that ports throw. */
    private static <T> T port(Class<T> type, T adapter) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                return method.invoke(adapter, args);
            } catch (InvocationTargetException e) {
                var cause = e.getCause();
                throw cause instanceof DataAccessException || cause instanceof TransactionException
                        ? new StoreException("the store did not answer", cause)
                        : cause == null ? e : cause;
            }
        }));
    }

    @Override
    public void close() {
        writer.close();
        listener.close();
        doorman.close();
        control.close();
        pool.close();
    }
}
