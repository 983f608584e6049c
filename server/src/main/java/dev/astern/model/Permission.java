package dev.astern.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an operator may do. Nothing is implied by anything else. */
public enum Permission {
    /** Make and revoke operators and their tokens. */
    OPERATOR_MANAGE,
    /** Start sessions for agents. */
    SESSION_START,
    /** Revoke anybody's session. */
    SESSION_REVOKE,
    /** Add, install, refresh, prune and remove targets. */
    TARGET_MANAGE,
    /** Apply an undo. Planning one needs only {@link #JOURNAL_READ}. */
    UNDO_EXECUTE,
    /** Place stops. */
    STOP,
    /** Release them. */
    STOP_RELEASE,
    /** Approve or deny what is held. */
    ACTION_APPROVE,
    /** Let a held action run without those who would have to approve it; that is an incident. */
    BREAK_GLASS,
    /** Open incidents, say what was found, give them an owner, close them. */
    INCIDENT_MANAGE,
    /** Put another policy in force. */
    POLICY_MANAGE,
    /** Destroy the keys of sessions and persons. */
    DATA_ERASE,
    /** Place and release legal holds. */
    DATA_HOLD,
    /** Change the log's key; back up the store. */
    JOURNAL_MANAGE,
    /** See sessions, actions, effects, receipts and plans. */
    JOURNAL_READ;

    /** The name outside, for example {@code undo.execute}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    public static Optional<Permission> ofCode(String code) {
        return Arrays.stream(values()).filter(p -> p.code().equals(code)).findFirst();
    }
}
