package dev.astern.connector.sql;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Connector;
import dev.astern.connector.Effect;
import dev.astern.connector.Execution;
import dev.astern.connector.ImageErasure;
import dev.astern.connector.Observed;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.PersonImages;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Secret;
import dev.astern.connector.SessionRef;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A database with capture installed, and an agent that works on it. */
public final class Target implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final TestPostgres.Database database = TestPostgres.database();
    private final String gateway = "gateway_" + database.name();
    private final SqlProvider provider = new SqlProvider();
    private final TargetConfig config;
    private final Connector connector;
    private final Map<String, String> digests = new HashMap<>();
    private final Map<String, Set<String>> digestsSince = new HashMap<>();

    /** Tables are made by the gateway's own role, which is no superuser. */
    public Target(String... tables) {
        this(Map.of(), tables);
    }

    /** @param options of the target, as its settings write them */
    public Target(Map<String, String> options, String... tables) {
        database.run(
                "CREATE ROLE " + gateway + " LOGIN CREATEROLE PASSWORD 'gateway'",
                "GRANT CREATE ON DATABASE " + database.name() + " TO " + gateway,
                "GRANT ALL ON SCHEMA public TO " + gateway);
        config = new TargetConfig(database.name(), database.url(), gateway, Secret.from(() -> "gateway"), options);
        owner(tables);
        provider.installation(config).install();
        connector = provider.open(config);
    }

    public TestPostgres.Database database() {
        return database;
    }

    public Connector connector() {
        return connector;
    }

    public TargetConfig config() {
        return config;
    }

    /** Runs statements as the tables' owner: somebody whom capture does not watch. */
    public void owner(String... statements) {
        new TestPostgres.Database(database.name(), database.url(), gateway, "gateway").run(statements);
    }

    /** A login as the connector makes them, straight to the database. */
    public Connection agent(String prefix) throws SQLException {
        var name = prefix + "direct_" + NUMBER.incrementAndGet();
        database.run(
                "CREATE ROLE " + name + " LOGIN PASSWORD 'agent'",
                "DO $$ BEGIN EXECUTE format('GRANT %I TO " + name
                        + "', (SELECT 'astern_agents_' || oid FROM pg_database"
                        + " WHERE datname = current_database())); END $$");
        return DriverManager.getConnection(database.url(), name, "agent");
    }

    public static SessionRef session() {
        return new SessionRef("ses_" + NUMBER.incrementAndGet(), Instant.now().plusSeconds(3600));
    }

    public static String newId() {
        return "act_" + NUMBER.incrementAndGet();
    }

    /** Runs statements as one action and expects them to take effect; returns the action's id. */
    public String act(SessionRef session, String... statements) {
        var id = newId();
        var performance = perform(id, session, Map.of("statements", List.of(statements)));
        if (!(performance instanceof Performance.Committed committed)) {
            throw new AssertionError(List.of(statements) + " ended as " + performance);
        }
        digests.put(id, committed.observed().digest());
        return id;
    }

    public String act(String... statements) {
        return act(session(), statements);
    }

    /** Runs one statement and expects it not to take effect; returns why. */
    public Reason refused(String sql) {
        var call = new Call("run_sql", Map.of("sql", sql));
        return switch (connector.resolve(call)) {
            case Resolution.Refused refused -> refused.problem().reason();
            case Resolution.Resolved resolved ->
                switch (connector.perform(resolved.operation(), always(newId(), session()))) {
                    case Performance.Failed failed -> failed.problem().reason();
                    case Performance.Committed done -> throw new AssertionError(sql + " took effect: " + done);
                    case Performance.RolledBack taken -> taken.problem().reason();
                    case Performance.Elsewhere elsewhere -> throw new AssertionError("not done here: " + elsewhere);
                    case Performance.InDoubt doubt -> throw new AssertionError(sql + " is in doubt: " + doubt);
                };
        };
    }

    public Performance perform(String id, SessionRef session, Map<String, Object> arguments) {
        return connector.perform(operation("run_sql", arguments), always(id, session));
    }

    public Operation operation(String tool, Map<String, Object> arguments) {
        return switch (connector.resolve(new Call(tool, arguments))) {
            case Resolution.Resolved resolved -> resolved.operation();
            case Resolution.Refused refused -> throw new AssertionError(refused.problem());
        };
    }

    public List<Effect> effects(String actionId) {
        return connector.effects(actionId, null, 1_000).effects();
    }

    /** What an undo of these actions would do, and with what. */
    public UndoRequest request(String... actions) {
        var selected = new ArrayList<UndoRequest.Selected>();
        for (var action : actions) {
            selected.add(
                    new UndoRequest.Selected(action, digests.getOrDefault(action, ""), found -> became(action, found)));
        }
        return new UndoRequest(selected, UndoRequest.OnConflict.KEEP, Map.of(), 1_000, null);
    }

    /** Undoes actions and expects the undo to be applied. */
    public UndoReport undo(String... actions) {
        return undo(newId(), request(actions));
    }

    public UndoReport undo(String id, UndoRequest request) {
        var session =
                new SessionRef("und_" + NUMBER.incrementAndGet(), Instant.now().plusSeconds(3600));
        var performance = connector.undo(request, always(id, session));
        connector.revoke(session);
        if (!(performance instanceof UndoPerformance.Applied applied)) {
            throw new AssertionError("undo ended as " + performance);
        }
        digests.put(id, applied.observed().digest());
        return applied.report();
    }

    public void refresh() {
        provider.installation(config).refresh();
    }

    /** What is kept about a person. */
    public PersonImages keptOf(String person) {
        return provider.installation(config).keptOf(person);
    }

    /** Erases a person's data; what the digests become is known to later requests. */
    public PersonImages erase(String person) {
        return erase("era_" + NUMBER.incrementAndGet(), person, Set.of());
    }

    /** Erases a person's data and does something just before that is in effect. */
    public PersonImages eraseAnd(String person, Runnable meanwhile) {
        return erase("era_" + NUMBER.incrementAndGet(), person, Set.of(), meanwhile);
    }

    /** @param held actions whose images stay */
    public PersonImages erase(String id, String person, Set<String> held) {
        return erase(id, person, held, () -> {});
    }

    private PersonImages erase(String id, String person, Set<String> held, Runnable meanwhile) {
        return provider.installation(config).erase(new ImageErasure() {
            @Override
            public List<String> ids() {
                return List.of(id);
            }

            @Override
            public String person() {
                return person;
            }

            @Override
            public Set<String> held(Set<String> actionIds) {
                return actionIds.stream().filter(held::contains).collect(Collectors.toSet());
            }

            @Override
            public void becoming(List<DigestChange> changes) {
                changes.forEach(Target.this::remember);
                meanwhile.run();
            }
        });
    }

    /** As the gateway does: only what the receipt's digest leads to. */
    private synchronized boolean became(String action, String found) {
        return digestsSince.getOrDefault(action, Set.of()).contains(found);
    }

    private synchronized void remember(ImageErasure.DigestChange change) {
        var known = digestsSince.computeIfAbsent(change.actionId(), action -> new HashSet<>());
        if (change.before().equals(digests.get(change.actionId())) || known.contains(change.before())) {
            known.add(change.after());
        }
    }

    /** Takes the images of all that was done so far. */
    public void prune() {
        provider.installation(config).prune(Instant.now().plusSeconds(60), false);
    }

    /** All rows of a query, each as the text of its columns. */
    public List<String> rows(String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT q::text FROM (" + sql + ") q ORDER BY 1")) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Lets everything through. */
    public static Execution always(String id, SessionRef session) {
        return new Execution() {
            @Override
            public String actionId() {
                return id;
            }

            @Override
            public SessionRef session() {
                return session;
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(30);
            }

            @Override
            public Clearance clear(Observed observed) {
                return new Clearance.Commit();
            }

            @Override
            public void onCancel(Runnable cancel) {
                // Nobody cancels.
            }
        };
    }

    @Override
    public void close() {
        connector.close();
    }
}
