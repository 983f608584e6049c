package dev.astern.stop;

import dev.astern.connector.Problem;
import dev.astern.model.Session;
import java.util.Optional;

/** Asked before anything of an action, and again right before its effect. */
public interface StopCheck {
    /** Why a session may have no effect at a target now; empty when this node is certain that it may. */
    Optional<Problem> objection(Session session, String target);

    /** When what was found holds no longer, by {@link System#nanoTime}, unless it is found again. */
    long notAfterNanos();

    /** Whether this node knows the stops that are in force, which it learns from the store. */
    boolean current();
}
