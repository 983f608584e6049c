package dev.astern.rest;

import dev.astern.model.StopOrder;
import dev.astern.stop.StopStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stops as they are shown. */
final class StopViews {
    private StopViews() {}

    /** @param what scope and name in words */
    record StopView(
            String id,
            String scope,
            String name,
            String what,
            String reason,
            String by,
            String byName,
            Instant placedAt,
            @Nullable Instant acknowledgedAt,
            @Nullable ReleaseView release) {
        static StopView of(StopOrder order) {
            var release = order.release();
            return new StopView(
                    order.id(),
                    order.scope().code(),
                    order.name(),
                    order.what(),
                    order.reason(),
                    order.by().id(),
                    order.by().name(),
                    order.placedAt(),
                    order.acknowledgedAt(),
                    release == null
                            ? null
                            : new ReleaseView(release.by().id(), release.by().name(), release.at(), release.reason()));
        }
    }

    record ReleaseView(String by, String byName, Instant at, String reason) {}

    /**
     * @param acknowledged whether no effect starts any more
     * @param sessions that it holds, latest first
     * @param more whether there are more sessions than these
     */
    record StatusView(
            StopView stop, boolean acknowledged, List<NodeView> nodes, List<SessionView> sessions, boolean more) {
        static StatusView of(StopStatus status) {
            return new StatusView(
                    StopView.of(status.order()),
                    status.acknowledged(),
                    status.nodes().stream()
                            .map(n -> new NodeView(n.name(), n.confirmed()))
                            .toList(),
                    status.sessions().stream().map(SessionView::of).toList(),
                    status.more());
        }
    }

    /** @param confirmed whether it obeys; one that does not can't write, because its lease has run out */
    record NodeView(String node, boolean confirmed) {}

    /** @param outcome {@code confirmed}, or {@code unconfirmed} while something of it may yet take effect */
    record SessionView(String id, String agent, String agentVersion, String outcome, List<InFlightView> inFlight) {
        static SessionView of(StopStatus.Held held) {
            var agent = held.session().agent();
            return new SessionView(
                    held.session().id(),
                    agent.id(),
                    agent.version(),
                    held.confirmed() ? "confirmed" : "unconfirmed",
                    held.inFlight().stream().map(InFlightView::of).toList());
        }
    }

    /** @param state how it ended, or {@code running} or {@code unconfirmed} */
    record InFlightView(String action, String node, String state) {
        static InFlightView of(StopStatus.InFlight one) {
            var state = one.state();
            return new InFlightView(one.actionId(), one.node(), state == null ? "unconfirmed" : state.code());
        }
    }
}
