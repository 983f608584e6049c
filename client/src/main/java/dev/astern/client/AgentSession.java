package dev.astern.client;

import java.time.Instant;
import java.util.List;

/**
 * The session whose token an agent has.
 *
 * @param id for example {@code ses_…}; whoever may undo names it: {@code astern undo apply --session ID}
 * @param environment for example {@code production}
 * @param targets their names
 */
public record AgentSession(
        String id, String agent, String agentVersion, String environment, List<String> targets, Instant expiresAt) {
    public AgentSession {
        targets = List.copyOf(targets);
    }
}
