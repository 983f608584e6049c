package dev.astern.policy;

import java.util.Locale;

/** Whom an approver must not be. */
public enum Distinct {
    /** Who answers for the agent. */
    AGENT_OWNER,
    /** Who approved this agent's action before this one. */
    LAST_APPROVER,
    /** Who asked for the action, or started the session for it. */
    REQUESTER;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
