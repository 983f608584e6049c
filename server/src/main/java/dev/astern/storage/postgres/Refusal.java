package dev.astern.storage.postgres;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Why the store did not take a batch of receipts. */
enum Refusal {
    /** Another node's receipt has the place. */
    PLACE_TAKEN,
    /** Another action of the session has the idempotency key. */
    KEY_TAKEN,
    /** The action had ended. */
    ENDED,
    /** It is not known whether anything was written. */
    UNREACHABLE;

    private static final String UNIQUE_VIOLATION = "23505";

    static Refusal of(SQLException e) {
        if (BatchInsert.ENDED.equals(e.getSQLState())) {
            return ENDED;
        }
        if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
            return constraint(e).equals("action_idempotency_key") ? KEY_TAKEN : PLACE_TAKEN;
        }
        return UNREACHABLE;
    }

    private static String constraint(SQLException e) {
        var message = e instanceof PSQLException known ? known.getServerErrorMessage() : null;
        return message == null ? "" : String.valueOf(message.getConstraint());
    }
}
