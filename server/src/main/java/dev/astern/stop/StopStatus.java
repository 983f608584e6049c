package dev.astern.stop;

import dev.astern.model.ActionState;
import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a stop, as far as is known now.
 *
 * @param order itself
 * @param nodes all that may write, and whether they obey it
 * @param sessions that it holds, the latest first
 * @param more whether there are more sessions than these
 */
public record StopStatus(StopOrder order, List<Node> nodes, List<Held> sessions, boolean more) {
    /** @param confirmed whether it obeys; one that does not can't write once its lease has run out */
    public record Node(String name, boolean confirmed) {}

    /**
     * @param confirmed true once nothing of it can take effect any more, or is in doubt
     * @param inFlight what could not be stopped, and what became of it
     */
    public record Held(Session session, boolean confirmed, List<InFlight> inFlight) {
        public Held {
            inFlight = List.copyOf(inFlight);
        }
    }

    /** @param state null where nothing is known of the action */
    public record InFlight(
            String actionId, String node, @Nullable ActionState state) {
        boolean settled() {
            return state != null && state.settled();
        }
    }

    public StopStatus {
        nodes = List.copyOf(nodes);
        sessions = List.copyOf(sessions);
    }

    public boolean acknowledged() {
        return order.acknowledgedAt() != null;
    }
}
