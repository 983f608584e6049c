package dev.astern.connector.sql;

import dev.astern.connector.Execution;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoRehearsal;
import dev.astern.connector.sql.Observation.Part;
import dev.astern.connector.sql.undo.UndoEngine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Undoes what a rehearsal has just done, in the rehearsal's own transaction, and looks whether all is as it was. */
record UndoTrial(UndoEngine engine, Observation observation, String secret, boolean able) {
    /** How long one statement of it may take: others wait for the rows, and nobody has agreed to anything yet. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    UndoRehearsal of(Connection connection, List<Part> parts, Execution execution) throws SQLException {
        if (!able) {
            return UndoRehearsal.not(Problem.of(
                    Reason.TARGET_NOT_READY, "what is installed is older than rehearsals of undos are; refresh it"));
        }
        var touched = parts.stream().map(Part::table).toList();
        var began = System.nanoTime();
        try {
            var report = engine.rehearse(
                    connection, secret, touched, observation.tables().values(), shorter(execution.timeout()));
            var took = Duration.ofNanos(System.nanoTime() - began);
            var notes = new ArrayList<>(report.notes());
            notes.addAll(left(connection));
            return UndoRehearsal.of(report, notes, took);
        } catch (ProblemException e) {
            return UndoRehearsal.not(e.problem());
        } catch (SQLException e) {
            return UndoRehearsal.not(SqlProblems.of(e));
        }
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    }

    /** By the transaction's images, all it did and what took that back must cancel out; what does not is said. */
    private List<String> left(Connection connection) throws SQLException {
        return observation.now(connection).stream()
                .map(Part::count)
                .filter(count -> count.total() > 0)
                .map(count -> count.resource() + " is not quite as it was: " + count.inserted() + " rows more, "
                        + count.deleted() + " less, " + count.updated() + " other")
                .toList();
    }
}
