package dev.astern.model;

import java.util.Locale;

/** What a receipt says happened. */
public enum ReceiptType {
    SESSION_OPENED,
    /** Somebody ended it early; what runs comes to its end. */
    SESSION_REVOKED,
    /** A failure halted it until a person has looked. */
    SESSION_HALTED,
    SESSION_RESUMED,
    /** Its limits were changed. */
    SESSION_LIMITED,
    /** The last of a session; carries how many receipts there are with it. */
    SESSION_CLOSED,
    /** Durable before an effect can be. */
    INTENT,
    /** It waits for people. */
    HELD,
    /** Somebody, or time, decided about an action that is held. */
    APPROVAL,
    /** How an action ended; for reads the only one. */
    RESULT,
    /** A refusal before anything ran. */
    REFUSAL,
    /** An undo was ordered. */
    UNDO,
    /** A person did something to Astern itself. */
    ACT,
    /** Something about an incident; each has a chain of its own. */
    INCIDENT,
    /** Another policy is in force from here on. */
    POLICY,
    /** Keys were destroyed, and with them what they sealed. */
    ERASURE,
    /** The log is signed with another key from here on. */
    KEY_ROTATION,
    /** The log goes on after entries were lost. */
    RECOVERY;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
