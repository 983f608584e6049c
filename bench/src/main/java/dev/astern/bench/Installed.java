package dev.astern.bench;

import dev.astern.config.ServerSettings;
import dev.astern.connector.TargetStatus;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Operator;
import dev.astern.model.Permission;
import dev.astern.model.Session;
import dev.astern.model.Undo;
import dev.astern.server.Astern;
import dev.astern.server.Node;
import dev.astern.server.Providers;
import dev.astern.session.StartSession;
import dev.astern.storage.embedded.EmbeddedPostgres;
import dev.astern.storage.embedded.TemporaryPostgres;
import dev.astern.target.NewTarget;
import dev.astern.undo.UndoOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The real server without its doors, and a PostgreSQL apart from it for targets; thrown away when closed. */
public final class Installed implements AutoCloseable {
    /** How often a target that is being made ready is looked at. */
    private static final long PREPARING_NANOS = 50_000_000;

    private static final Path FOLDER = Path.of("bench", "target", "postgres");
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final Duration POLL = Duration.ofMillis(1);
    /** How often an undo is looked at where nobody takes its time: looking takes of the machine, too. */
    public static final Duration AT_LEISURE = Duration.ofMillis(20);

    private final TemporaryPostgres targets;
    private final Path data;
    private final Node node;
    private final Operator operator;
    private final Operator approver;

    private Installed(TemporaryPostgres targets, Path data, Node node) {
        this.targets = targets;
        this.data = data;
        this.node = node;
        this.operator = setUp(node);
        this.approver = node.astern()
                .operators()
                .create("approver", Set.of(Permission.ACTION_APPROVE))
                .operator();
    }

    /** Everything with fsync on, as it would be run, under a policy that lets all run. */
    public static Installed start() {
        return start("permissive");
    }

    /** @param policy the name of a shipped one, or a file */
    public static Installed start(String policy) {
        try {
            Files.createDirectories(FOLDER);
            // Not a temporary folder: PostgreSQL may run as somebody else, who could not enter it.
            var data = Files.createDirectories(FOLDER.toAbsolutePath()
                    .resolve("store-" + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet()));
            var targets =
                    TemporaryPostgres.start(FOLDER, true, Map.of("max_connections", "200", "shared_buffers", "256MB"));
            var settings = ServerSettings.of(Map.of("data", data.toString(), "policy", policy), data);
            var node =
                    Node.open(settings, Providers.own(data, Clock.systemUTC()), StepObserver.none(), (id, failure) -> {
                        System.err.println(id + " failed:");
                        failure.printStackTrace();
                    });
            return new Installed(targets, data, node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operator setUp(Node node) {
        try {
            var file = Objects.requireNonNull(node.setupCode(), "no setup code");
            return node.astern()
                    .operators()
                    .setup(Files.readString(file).strip(), "bench")
                    .operator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Astern astern() {
        return node.astern();
    }

    public Operator operator() {
        return operator;
    }

    /** Somebody else, who may only approve. */
    public Operator approver() {
        return approver;
    }

    public String url(String database) {
        return targets.postgres().url(database);
    }

    public String user() {
        return targets.postgres().user();
    }

    public String password() {
        return targets.postgres().password();
    }

    /** Where the server's own store is, for comparisons with bare JDBC. */
    public EmbeddedPostgres store() {
        return Objects.requireNonNull(node.embedded());
    }

    public void createDatabase(String name) {
        try (var connection = DriverManager.getConnection(url("postgres"), user(), password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name + '"');
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Makes a database a target of this name, and puts capture on all its tables. */
    public void install(String database) {
        install(database, Map.of());
    }

    /** @param options the target's settings */
    public synchronized void install(String database, Map<String, String> options) {
        try {
            var file = data.resolve("target-password");
            if (!Files.exists(file)) {
                var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
                Files.createFile(file, mode);
                Files.writeString(file, password());
            }
            var target = new NewTarget(database, "postgresql", url(database), user(), "file:" + file, options);
            astern().targets().add(target);
            var status = astern().targets().install(database);
            System.err.println("installed " + database + ": " + status.state() + ", " + status.resources() + " tables; "
                    + status.findings());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a folder a target of this name. */
    public void installWorkspace(String name, Path root, Map<String, String> options) {
        var target = new NewTarget(name, "workspace", root.toUri().toString(), "none", "env:NONE", options);
        astern().targets().add(target);
        var status = astern().targets().install(name);
        while (status.state() == TargetStatus.State.PREPARING) {
            LockSupport.parkNanos(PREPARING_NANOS);
            status = astern().targets().status(name);
        }
        System.err.println("installed " + name + ": " + status.state() + ", " + status.product());
    }

    public Session session(String agent, String target) {
        return session(agent, target, Conduct.FREE);
    }

    /** One that spans several targets. */
    public Session session(String agent, List<String> over) {
        var request = new StartSession(new Agent(agent, "1"), "bench", over, null, null, Conduct.FREE);
        return astern().sessions().start(operator, request).session();
    }

    public Session session(String agent, String target, Conduct conduct) {
        var request = new StartSession(new Agent(agent, "1"), "bench", List.of(target), null, null, conduct);
        return astern().sessions().start(operator, request).session();
    }

    public void end(Session session) {
        astern().sessions().revoke(operator, session.id());
    }

    /** Starts an undo and waits until it has ended, to the millisecond. */
    public Undo undo(UndoOrder order) {
        return undo(order, POLL);
    }

    /** @param every how often it is looked at */
    public Undo undo(UndoOrder order, Duration every) {
        var undo = astern().undos().start(operator, order);
        while (undo.finishedAt() == null) {
            LockSupport.parkNanos(every.toNanos());
            undo = astern().undos().byId(undo.id());
        }
        return undo;
    }

    @Override
    public void close() {
        node.close();
        targets.close();
        try (var files = Files.walk(data)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
