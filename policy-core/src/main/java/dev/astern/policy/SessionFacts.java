package dev.astern.policy;

import java.util.Objects;

/**
 * For whom it is done. What does not apply is empty.
 *
 * @param agentVersion the version's digest, or {@code name@version}
 * @param owner who answers for the agent
 * @param stage the workflow's autonomy stage: {@code shadow}, {@code assisted}, {@code constrained_write} or
 *     {@code limited_autonomous}
 */
public record SessionFacts(
        String id, String agent, String agentVersion, String owner, String environment, String workflow, String stage) {
    public SessionFacts {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(agentVersion, "agentVersion");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(workflow, "workflow");
        Objects.requireNonNull(stage, "stage");
    }
}
