package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.catalog.AmountColumns;
import dev.astern.connector.sql.catalog.TrackedTable;
import dev.astern.connector.sql.catalog.TrackedTables;
import dev.astern.connector.sql.install.AgentRights;
import dev.astern.connector.sql.install.Fingerprint;
import dev.astern.connector.sql.install.KeptBytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this process believes about a target: its captured tables, and whether capture is whole. Looked at often. */
final class TargetState {
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    record Seen(Observation observation, Optional<Problem> writes, Measure measure, long at) {}

    private final OwnerConnections connections;
    private final SqlSettings settings;
    private volatile @Nullable Seen seen;

    TargetState(OwnerConnections connections, SqlSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    /** Why nothing can run here now, as far as is known. */
    Optional<Problem> objection(boolean readOnly) {
        try {
            var now = fresh();
            return readOnly ? Optional.empty() : now.writes();
        } catch (SQLException e) {
            var problem = SqlProblems.of(e);
            var missing = problem.facts().getOrDefault("sqlstate", "");
            return Optional.of(
                    missing.equals("42P01") || missing.equals("3F000")
                            ? Problem.of(Reason.TARGET_NOT_READY, "nothing is installed at this target")
                            : problem);
        }
    }

    Observation observation() {
        var known = seen;
        if (known == null) {
            throw new IllegalStateException("the target was not looked at: bug");
        }
        return known.observation();
    }

    Measure measure() {
        var known = seen;
        if (known == null) {
            throw new IllegalStateException("the target was not looked at: bug");
        }
        return known.measure();
    }

    private Seen fresh() throws SQLException {
        var known = seen;
        if (known != null && System.nanoTime() - known.at() < LOOK_AGAIN_NANOS) {
            return known;
        }
        synchronized (this) {
            known = seen;
            if (known != null && System.nanoTime() - known.at() < LOOK_AGAIN_NANOS) {
                return known;
            }
            try (var connection = connections.open()) {
                return load(connection);
            }
        }
    }

    /** Shapes or journals have just changed, so that what is believed is certainly old. */
    void forget() {
        var known = seen;
        if (known != null) {
            seen = new Seen(known.observation(), known.writes(), known.measure(), System.nanoTime() - LOOK_AGAIN_NANOS);
        }
    }

    Seen load(Connection connection) throws SQLException {
        Map<Integer, TrackedTable> tables = TrackedTables.load(connection).stream()
                .collect(Collectors.toMap(TrackedTable::journal, Function.identity()));
        var secret = Preview.secret(connection).orElse("");
        var measure =
                new Measure(Measure.able(connection), secret, AmountColumns.of(settings.amounts(), tables.values()));
        var now = new Seen(new Observation(tables), writes(connection), measure, System.nanoTime());
        seen = now;
        return now;
    }

    private Optional<Problem> writes(Connection connection) throws SQLException {
        if (!Fingerprint.holds(connection)) {
            return Optional.of(Problem.of(
                    Reason.CAPTURE_TAMPERED, "triggers, functions or rights of capture are not what was installed"));
        }
        var rights = AgentRights.tooMany(connection);
        if (rights.isPresent()) {
            return Optional.of(Problem.of(Reason.CAPTURE_TAMPERED, rights.get()));
        }
        long kept = KeptBytes.of(connection);
        if (kept >= settings.keepBytes()) {
            return Optional.of(Problem.of(
                    Reason.KEEPING_FULL, "images take " + kept + " of " + settings.keepBytes() + " bytes allowed"));
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_catalog.current_setting('track_counts') = 'on'")) {
            row.next();
            if (!row.getBoolean(1)) {
                return Optional.of(Problem.of(
                        Reason.TARGET_NOT_READY, "track_counts is off, so uncaptured changes could not be seen"));
            }
        }
        return Optional.empty();
    }

    SqlSettings settings() {
        return settings;
    }
}
