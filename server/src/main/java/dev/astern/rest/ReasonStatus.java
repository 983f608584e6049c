package dev.astern.rest;

import dev.astern.connector.Reason;

/** The HTTP status of each reason. */
public final class ReasonStatus {
    private ReasonStatus() {}

    public static int of(Reason reason) {
        return switch (reason) {
            case NOT_AUTHENTICATED, SESSION_EXPIRED, SESSION_REVOKED, SESSION_CLOSED -> 401;
            case NOT_PERMITTED,
                    TARGET_NOT_IN_SESSION,
                    STOPPED,
                    POLICY_BLOCKED,
                    NOT_DISTINCT,
                    APPROVAL_DENIED,
                    LIMIT_REACHED,
                    ADDRESS_REFUSED,
                    SESSION_HALTED -> 403;
            case BAD_REQUEST -> 400;
            case NOT_FOUND -> 404;
            case TOO_LARGE -> 413;
            case IDEMPOTENCY_KEY_IN_USE,
                    HELD,
                    ALREADY_EXISTS,
                    CONFLICTING_STATE,
                    REHEARSAL_DIVERGED,
                    LOCK_TIMEOUT,
                    SERIALIZATION_CONFLICT,
                    UNDO_IN_PROGRESS,
                    PLAN_MOVED,
                    LEGAL_HOLD,
                    DEFINITION_CHANGED,
                    APPROVAL_EXPIRED,
                    STALE_APPROVAL,
                    ALREADY_DECIDED,
                    ALREADY_UNDONE -> 409;
            case IDEMPOTENCY_KEY_REUSED,
                    STATEMENT_INVALID,
                    STATEMENT_FAILED,
                    NOT_ALLOWED,
                    TRANSACTION_CONTROL,
                    NOT_CAPTURABLE,
                    TARGET_REFUSED,
                    EXCEEDED,
                    NOTHING_CHANGED,
                    NEW_IDENTITY,
                    NOT_ATOMIC,
                    COMPENSATE_ONLY,
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
                    CONFIRMATION_MISSING,
                    POLICY_INVALID,
                    VERIFY_FAILED -> 422;
            case STATEMENT_TIMEOUT -> 504;
            case CANCELLED -> 499;
            case CAPTURE_TAMPERED,
                    KEEPING_FULL,
                    TARGET_UNREACHABLE,
                    TARGET_NOT_READY,
                    TARGET_PREPARING,
                    STORE_UNREACHABLE,
                    UNCONFIRMED,
                    NOT_SIGNED,
                    NOT_WITNESSED,
                    JOURNAL_HALTED,
                    NOT_SENT_IN_TIME,
                    POLICY_UNREADABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
