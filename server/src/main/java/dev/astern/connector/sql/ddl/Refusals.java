package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;

/** Problems found in the middle of a transaction, which then rolls back. */
final class Refusals {
    private Refusals() {}

    static ProblemException notAllowed(String detail) {
        return Problem.of(Reason.NOT_ALLOWED, detail).toException();
    }

    static ProblemException bug(String detail) {
        return Problem.of(Reason.INTERNAL, "bug: " + detail).toException();
    }
}
