package dev.astern.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.astern.connector.Secret;
import dev.astern.storage.ActionStore;
import dev.astern.storage.Journal;
import dev.astern.storage.OperatorStore;
import dev.astern.storage.SessionStore;
import dev.astern.storage.StoreException;
import dev.astern.storage.Stores;
import dev.astern.storage.TargetStore;
import dev.astern.storage.UndoStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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

    private final HikariDataSource pool;
    private final JournalWriter writer;
    private final Stores stores;

    private PgStores(HikariDataSource pool, JournalWriter writer, Stores stores) {
        this.pool = pool;
        this.writer = writer;
        this.stores = stores;
    }

    /**
     * @param url {@code jdbc:postgresql://…} without a password
     */
    public static PgStores open(String url, String user, Secret password) {
        migrate(direct(url, user, password));
        var pool = pool(url, user, password);
        var jdbc = JdbcClient.create(pool);
        var transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
        // A connection of its own: a read that waits must not hold up what is to become durable.
        var writer = new JournalWriter(direct(url, user, password));
        var stores = new Stores(
                port(OperatorStore.class, new PgOperators(jdbc)),
                port(SessionStore.class, new PgSessions(jdbc)),
                port(TargetStore.class, new PgTargets(jdbc)),
                port(ActionStore.class, new PgActions(jdbc)),
                port(Journal.class, new PgJournal(jdbc, writer)),
                port(UndoStore.class, new PgUndos(jdbc, transaction)));
        return new PgStores(pool, writer, stores);
    }

    public Stores stores() {
        return stores;
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

    private static HikariDataSource pool(String url, String user, Secret password) {
        var config = new HikariConfig();
        config.setDataSource(direct(url, user, password));
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(10_000);
        config.setPoolName("astern-store");
        return new HikariDataSource(config);
    }

    private static DataSource direct(String url, String user, Secret password) {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password.reveal());
        source.setApplicationName("astern");
        source.setConnectTimeout(10);
        source.setTcpKeepAlive(true);
        // An acknowledged receipt is on disk, whatever the server's default says.
        source.setOptions("-c synchronous_commit=on");
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
        pool.close();
    }
}
