package dev.astern.approval;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Approval;
import dev.astern.stop.Stops;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Until when a request may be decided, and used; while a stop covers it, its clocks stand still. */
public final class Deadlines {
    private final Stops stops;
    private final Endings endings;

    public Deadlines(Stops stops, Endings endings) {
        this.stops = stops;
        this.endings = endings;
    }

    /**
     * When a request's clocks run out, as far as that is known now.
     *
     * @param executeBy null where it was not agreed to
     * @param standStill that a stop covers it, so that both move on until that is released
     */
    public record Due(Instant decideBy, @Nullable Instant executeBy, boolean standStill) {}

    /** By request. */
    Map<String, Due> due(List<Approval> approvals) {
        var first = approvals.stream()
                .map(Approval::heldAt)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        // Nothing was stopped, mostly.
        boolean moved = !approvals.isEmpty() && stops.anySince(first);
        return approvals.stream().collect(Collectors.toMap(Approval::id, one -> moved ? moved(one) : plain(one)));
    }

    private static Due plain(Approval approval) {
        return new Due(approval.decideBy(), approval.executeBy(), false);
    }

    private Due moved(Approval approval) {
        return new Due(
                decideBy(approval),
                approval.executeBy() == null ? null : executeBy(approval),
                approval.state().open() && stopped(approval).isPresent());
    }

    Instant decideBy(Approval approval) {
        return later(approval, approval.decideBy(), approval.terms().decideBy());
    }

    /** Of a request that was agreed to. */
    Instant executeBy(Approval approval) {
        var by = approval.executeBy();
        if (by == null) {
            throw new IllegalStateException("request " + approval.id() + " was not agreed to: bug");
        }
        return later(approval, by, approval.terms().executeBy());
    }

    /** Why nothing can be decided about it now, or empty. */
    Optional<Problem> stopped(Approval approval) {
        return stops.covering(endings.session(approval.sessionId()), approval.target())
                .map(order -> Problem.of(
                                Reason.STOPPED, "a stop covers its session; it can be decided when that is released")
                        .with("stop", order.id()));
    }

    private Instant later(Approval approval, Instant by, Duration term) {
        var session = endings.session(approval.sessionId());
        return by.plus(stops.stoppedTime(session, approval.target(), by.minus(term)));
    }
}
