package dev.astern.connector.sql;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.statement.LeasedCommit;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What the database's errors mean. */
public final class SqlProblems {
    private static final int MAX_DETAIL = 2_000;

    private SqlProblems() {}

    public static Problem of(SQLException e) {
        var state = state(e);
        return Problem.of(reason(state), message(e)).with("sqlstate", state);
    }

    /** The connection is gone, so what was asked last may or may not have been done. */
    public static boolean lost(SQLException e) {
        var state = state(e);
        return state.startsWith("08") || state.startsWith("57P") || state.isEmpty();
    }

    private static Reason reason(String state) {
        return switch (state) {
            case LeasedCommit.STATE -> Reason.STORE_UNREACHABLE;
            case "40001", "40P01" -> Reason.SERIALIZATION_CONFLICT;
            case "55P03" -> Reason.LOCK_TIMEOUT;
            case "57014" -> Reason.STATEMENT_TIMEOUT;
            case "42601" -> Reason.STATEMENT_INVALID;
            case "42501" -> Reason.NOT_ALLOWED;
            case "25006" -> Reason.NOT_ALLOWED;
            case "25P02", "2D000" -> Reason.TRANSACTION_CONTROL;
            case "53300", "3D000", "28P01", "28000" -> Reason.TARGET_UNREACHABLE;
            default -> byClass(state);
        };
    }

    private static Reason byClass(String state) {
        if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
            return Reason.TARGET_UNREACHABLE;
        }
        return state.startsWith("42") ? Reason.STATEMENT_INVALID : Reason.STATEMENT_FAILED;
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** The server's own sentence; the driver's wrapping adds nothing. */
    private static String message(SQLException e) {
        var message = serverMessage(e);
        var text = message == null ? String.valueOf(e.getMessage()) : message;
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL) + "…";
    }

    private static @Nullable String serverMessage(SQLException e) {
        if (!(e instanceof PSQLException error) || error.getServerErrorMessage() == null) {
            return null;
        }
        var server = error.getServerErrorMessage();
        var hint = server.getHint();
        return hint == null ? server.getMessage() : server.getMessage() + " (" + hint + ")";
    }
}
