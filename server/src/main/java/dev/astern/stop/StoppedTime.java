package dev.astern.stop;

import dev.astern.model.Session;
import dev.astern.model.StopOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** How long somebody was held, whichever stops did it and however they overlap. Pure. */
final class StoppedTime {
    private StoppedTime() {}

    static Duration of(List<StopOrder> orders, Session session, String target, Instant since, Instant until) {
        var covering = orders.stream()
                .filter(order -> order.covers(session, target))
                .sorted(Comparator.comparing(StopOrder::placedAt))
                .toList();
        var total = Duration.ZERO;
        var counted = since;
        for (var order : covering) {
            var from = later(counted, order.placedAt());
            var release = order.release();
            var to = release == null || release.at().isAfter(until) ? until : release.at();
            if (from.isBefore(to)) {
                total = total.plus(Duration.between(from, to));
                counted = to;
            }
        }
        return total;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
