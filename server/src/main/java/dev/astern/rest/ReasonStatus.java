package dev.astern.rest;

import dev.astern.connector.Reason;

/** The HTTP status of each reason. */
public final class ReasonStatus {
    private ReasonStatus() {}

    public static int of(Reason reason) {
        return switch (reason) {
            case NOT_AUTHENTICATED, SESSION_EXPIRED, SESSION_REVOKED -> 401;
            case NOT_PERMITTED, TARGET_NOT_IN_SESSION, STOPPED, POLICY_BLOCKED -> 403;
            case BAD_REQUEST -> 400;
            case NOT_FOUND -> 404;
            case TOO_LARGE -> 413;
            case IDEMPOTENCY_KEY_IN_USE,
                    ALREADY_EXISTS,
                    CONFLICTING_STATE,
                    REHEARSAL_DIVERGED,
                    LOCK_TIMEOUT,
                    SERIALIZATION_CONFLICT,
                    UNDO_IN_PROGRESS,
                    PLAN_MOVED,
                    ALREADY_UNDONE -> 409;
            case IDEMPOTENCY_KEY_REUSED,
                    STATEMENT_INVALID,
                    STATEMENT_FAILED,
                    NOT_ALLOWED,
                    TRANSACTION_CONTROL,
                    NOT_CAPTURABLE,
                    CAPTURE_OUTDATED,
                    NO_BEFORE_STATE,
                    BEFORE_STATE_ALTERED,
                    ERASED,
                    SAME_FIELD_CHANGED,
                    OTHERS_FIELDS_KEPT,
                    ROW_CHANGED_SINCE_INSERT,
                    REFERENCED_BY_OTHERS,
                    KEY_TAKEN,
                    UNIQUE_TAKEN,
                    PARENT_MISSING,
                    TARGET_GONE,
                    SHAPE_CHANGED,
                    TRIGGER_INTERFERED,
                    NOT_UNDOABLE,
                    VERIFY_FAILED -> 422;
            case STATEMENT_TIMEOUT -> 504;
            case CANCELLED -> 499;
            case CAPTURE_TAMPERED, KEEPING_FULL, TARGET_UNREACHABLE, TARGET_NOT_READY, STORE_UNREACHABLE, UNCONFIRMED ->
                503;
            case INTERNAL -> 500;
        };
    }
}
