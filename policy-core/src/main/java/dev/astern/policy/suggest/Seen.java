package dev.astern.policy.suggest;

import dev.astern.policy.Preview;
import dev.astern.policy.suggest.Observation.Outcome;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** What was seen of one kind. */
final class Seen {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private long rowsMax;
    private BigDecimal amountMax = BigDecimal.ZERO;
    private boolean sizeUnknown;

    void add(Observation observation) {
        outcomes.merge(observation.outcome(), 1L, Long::sum);
        var preview = observation.facts().preview();
        sizeUnknown |= preview.isEmpty();
        rowsMax = Math.max(rowsMax, preview.map(Preview::rows).orElse(0L));
        amountMax = amountMax.max(preview.flatMap(Preview::amount).orElse(BigDecimal.ZERO));
    }

    long total() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    long with(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long rowsMax() {
        return rowsMax;
    }

    BigDecimal amountMax() {
        return amountMax;
    }

    boolean sizeUnknown() {
        return sizeUnknown;
    }
}
