package dev.astern.session;

import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for.
 *
 * @param agent who will act
 * @param environment for example {@code production}
 * @param targets names of targets, at least one
 * @param lifetime how long the token lives; null for the default
 * @param workflow the business process, or null
 * @param conduct what it is held to beside policy
 */
public record StartSession(
        Agent agent,
        String environment,
        List<String> targets,
        @Nullable Duration lifetime,
        @Nullable String workflow,
        Conduct conduct) {
    /** Held to nothing beside policy. */
    public StartSession(
            Agent agent,
            String environment,
            List<String> targets,
            @Nullable Duration lifetime,
            @Nullable String workflow) {
        this(agent, environment, targets, lifetime, workflow, Conduct.FREE);
    }

    public StartSession {
        Objects.requireNonNull(agent, "agent");
        Objects.requireNonNull(environment, "environment");
        targets = List.copyOf(targets);
    }
}
