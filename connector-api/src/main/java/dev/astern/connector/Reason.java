package dev.astern.connector;

import java.util.Locale;

/**
 * Why something was refused, failed or left alone. The code is stable: clients switch on it, and a code is never given
 * a second meaning. Each says what to do next, because a refusal without a next step is a dead end.
 */
public enum Reason {
    // The caller
    NOT_AUTHENTICATED("Send a valid token in the Authorization header."),
    NOT_PERMITTED("Ask an operator who may grant this permission."),
    SESSION_EXPIRED("Start a new session."),
    SESSION_CLOSED("Start a new session."),
    SESSION_REVOKED("Ask whoever revoked the session; start a new one if you may."),
    TARGET_NOT_IN_SESSION("Use a target of this session, or start a session that names it."),

    // The request
    BAD_REQUEST("Correct the request as the detail says."),
    NOT_FOUND("Check the name or id."),
    TOO_LARGE("Send less in one request, or split the work into several actions."),
    IDEMPOTENCY_KEY_IN_USE("The first request with this key is still running; ask again shortly."),
    IDEMPOTENCY_KEY_REUSED("Use a new key for a different request."),
    ALREADY_EXISTS("Choose another name, or use what exists."),
    CONFLICTING_STATE("Look at the current state and decide again."),

    // The statement
    STATEMENT_INVALID("Correct the statement as the database's message says."),
    STATEMENT_FAILED("Nothing was changed. Correct the cause in the database's message and send it again."),
    NOT_ALLOWED("This kind of statement can't be run through the gateway."),
    TRANSACTION_CONTROL("Send the statements of one transaction as one action; the gateway begins and commits it."),
    NOT_CAPTURABLE("Nothing was changed. The effect can't be captured, so it can't be undone; do it another way."),
    CAPTURE_OUTDATED("Run `astern target refresh` for this target."),
    CAPTURE_TAMPERED("Capture was altered. Run `astern target status`, find out by whom, then refresh."),
    STATEMENT_TIMEOUT("Nothing was changed. Narrow the statement or ask for a longer time limit."),
    LOCK_TIMEOUT("Nothing was changed. Somebody holds the rows; try again later."),
    SERIALIZATION_CONFLICT("Nothing was changed. Others changed the same rows; try again."),
    CANCELLED("Nothing was changed: the caller went away or cancelled before the commit."),
    REHEARSAL_DIVERGED("Nothing was changed. The effects differ from those rehearsed; rehearse again."),
    KEEPING_FULL("Images at the target reached their limit; run `astern target prune`."),

    // The target and the gateway
    TARGET_UNREACHABLE("Nothing was changed. Check that the target is up, then try again."),
    TARGET_NOT_READY("Run `astern target install` for this target."),
    TARGET_PREPARING("Nothing was changed. What is there is copied once; see `astern target status`, and try again."),
    STORE_UNREACHABLE("The gateway's own store is down; writes stay closed until it is back."),
    NOT_SIGNED("Nothing was changed. Its intent has to be in a signed checkpoint first; see `astern journal status`."),
    NOT_WITNESSED(
            "Nothing was changed. Its intent has to be seen by the witnesses first; see `astern journal status`."),
    JOURNAL_HALTED("The journal does not extend what was signed; writes stay closed. See `astern journal status`."),
    LEGAL_HOLD("A legal hold keeps this; whoever placed it may release it."),
    UNCONFIRMED("It is not known whether this took effect. It is never repeated by itself; check and decide."),
    STOPPED("A stop is in force. Whoever owns it may release it."),
    HELD("People decide about this now. Ask for its state; do not send it again."),
    APPROVAL_DENIED("A person said no. Ask them why before you try anything like it."),
    APPROVAL_EXPIRED("Nobody decided in time, so it was refused. Send it again if it is still wanted."),
    STALE_APPROVAL("Something moved since it was shown; look at what it would do now, and decide again."),
    NOT_DISTINCT("Somebody else has to decide this one."),
    ALREADY_DECIDED("This was decided before; see what came of it."),
    CONFIRMATION_MISSING("Say what the request asks approvers to confirm."),
    LIMIT_REACHED("A limit of the session is reached; a person may extend it."),
    SESSION_HALTED("The session was halted after a failure; a person looks at it and resumes it."),
    POLICY_UNREADABLE("No policy can be read, so nothing runs. See `astern policy show`."),
    POLICY_INVALID("The policy has errors; the one in force stays. See its findings."),
    POLICY_BLOCKED("Policy refuses this. Change the request, or ask the policy's owner."),
    ADDRESS_REFUSED("The address may not be called. Whoever adds the target names the hosts it may reach."),
    NOTHING_CHANGED("The target said it was done, and nothing is changed there. Ask whoever runs it."),
    TARGET_REFUSED("Nothing was changed. Correct the request as the target's message says."),
    DEFINITION_CHANGED("The tool is no longer what was pinned. Look at the change, then pin it again."),
    NOT_SENT_IN_TIME("Nothing was changed: the right to write ran out before it was sent. Try again."),
    EXCEEDED("It is in effect, and goes beyond what was let through. Look at what it did; undo what should not be."),
    INTERNAL("This is a bug. Nothing more is known than the detail says; please report it."),

    // Undo
    NO_BEFORE_STATE("There is no captured state to put back."),
    BEFORE_STATE_ALTERED("The captured images no longer match their receipt; they are not used."),
    ERASED("The captured state was erased; it can't be put back."),
    SAME_FIELD_CHANGED("Somebody changed the same field since; choose keep or restore."),
    OTHERS_FIELDS_KEPT("Other fields changed since were kept."),
    ROW_CHANGED_SINCE_INSERT("The inserted row was changed since; it is kept."),
    REFERENCED_BY_OTHERS("Rows that others made refer to this row; it is kept."),
    KEY_TAKEN("The key exists again with other contents; it is kept."),
    UNIQUE_TAKEN("Another row now holds a unique value this row needs."),
    PARENT_MISSING("A row that this one refers to no longer exists."),
    TARGET_GONE("The row or object is no longer there."),
    NEW_IDENTITY("It is back under a new identity; what refers to the old one does not find it."),
    NOT_ATOMIC("The target can't check and write in one step; it was checked right before."),
    COMPENSATE_ONLY("What it was can't be put back; another action makes up for it as far as that goes."),
    SHAPE_CHANGED("The table's shape changed since; the values can't be put back as they were."),
    TRIGGER_INTERFERED("A trigger of the database changes the value whenever it is written."),
    ALREADY_UNDONE("This was undone before."),
    NOT_UNDOABLE("There is nothing here that an undo could take back."),
    UNDO_IN_PROGRESS("Another undo of the same actions is running; wait for its report."),
    PLAN_MOVED("The state moved since the plan was made; make a new plan."),
    VERIFY_FAILED("Read back, the values were not those put back; nothing of this undo was kept.");

    private final String next;

    Reason(String next) {
        this.next = next;
    }

    /** The stable code, for example {@code session_expired}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do next, in one sentence. */
    public String next() {
        return next;
    }
}
