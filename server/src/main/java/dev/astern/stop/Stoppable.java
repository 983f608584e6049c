package dev.astern.stop;

import dev.astern.connector.Problem;
import dev.astern.model.Session;
import java.util.List;
import java.util.Optional;

/** What this node performs right now. */
public interface Stoppable {
    /** Why an action of a session at a target has to end, or empty. */
    @FunctionalInterface
    interface Objection {
        Optional<Problem> to(Session session, String target);
    }

    /** An action that had its last check before; its effect may or may not come. */
    record Cleared(String actionId, Session session, String target) {}

    /**
     * @param cleared what is objected to and can't be stopped, because it had passed
     * @param cancel interrupts what was stopped and still runs at targets; starts that and returns
     */
    record Stopped(List<Cleared> cleared, Runnable cancel) {
        public Stopped {
            cleared = List.copyOf(cleared);
        }
    }

    /** Ends what is objected to. When this returns, none of it passes its last check any more. */
    Stopped stop(Objection objection);
}
