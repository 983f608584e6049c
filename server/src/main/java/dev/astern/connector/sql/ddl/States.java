package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's error codes mean here. */
final class States {
    private States() {}

    /** What stands in the way of putting something back; null where the error says nothing about that. */
    static @Nullable Reason conflict(SQLException e) {
        String state = state(e);
        return switch (state) {
            case "23505" -> Reason.UNIQUE_TAKEN;
            case "23503" -> Reason.PARENT_MISSING;
            case "42P07", "42701", "42710", "42P06" -> Reason.KEY_TAKEN;
            case "42P01", "42703", "42704", "3F000", "42883" -> Reason.TARGET_GONE;
            case "23502", "23514", "23P01" -> Reason.SAME_FIELD_CHANGED;
            case "2BP01" -> Reason.REFERENCED_BY_OTHERS;
            default ->
                state.startsWith("22") || state.startsWith("42") || state.startsWith("0A")
                        ? Reason.SHAPE_CHANGED
                        : null;
        };
    }

    /** A statement failed before anything took effect. */
    static Problem problem(SQLException e) {
        return Problem.of(reason(e), message(e)).with("sqlstate", state(e));
    }

    private static Reason reason(SQLException e) {
        String state = state(e);
        return switch (state) {
            case LeasedCommit.STATE -> Reason.STORE_UNREACHABLE;
            case "57014" -> Reason.STATEMENT_TIMEOUT;
            case "55P03" -> Reason.LOCK_TIMEOUT;
            case "40001", "40P01" -> Reason.SERIALIZATION_CONFLICT;
            case "42501" -> Reason.TARGET_NOT_READY;
            default -> {
                if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
                    yield Reason.TARGET_UNREACHABLE;
                }
                yield state.startsWith("42") || state.startsWith("22")
                        ? Reason.STATEMENT_INVALID
                        : Reason.STATEMENT_FAILED;
            }
        };
    }

    /** The connection is gone, so what was asked last may or may not have been done. */
    static boolean lost(SQLException e) {
        return reason(e) == Reason.TARGET_UNREACHABLE;
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's sentence without the driver's prefix or a second line. */
    static String message(SQLException e) {
        String text = e.getMessage() == null ? "no message" : e.getMessage();
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).replaceFirst("^ERROR: ", "");
    }
}
