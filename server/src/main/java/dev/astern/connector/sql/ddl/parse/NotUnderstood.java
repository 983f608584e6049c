package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;

/** Leaves the recursive descent; never leaves {@link DdlParser}. */
final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String detail;

    private NotUnderstood(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    static NotUnderstood notAllowed(String detail) {
        return new NotUnderstood(Reason.NOT_ALLOWED, detail);
    }

    static NotUnderstood invalid(String detail) {
        return new NotUnderstood(Reason.STATEMENT_INVALID, detail);
    }

    Problem problem() {
        return Problem.of(reason, detail);
    }
}
