package dev.astern.gate;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.Match;
import dev.astern.library.RecoveryLibrary;
import dev.astern.library.entry.RollbackFacts;
import dev.astern.library.entry.Safety;
import dev.astern.policy.RollbackSafe;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * What the recovery library says of an operation: which entry covers it, and whether taking it back would be safe. The
 * connector's own tier and class stand where no entry is stricter.
 */
record Recovery(String entry, Tier tier, Reversibility reversibility, RollbackSafe safe) {
    /** Right after its effect, with the state before captured, which a connector's classes promise. */
    private static final RollbackFacts CAPTURED =
            new RollbackFacts(Optional.of(true), Optional.of(true), Optional.of(true), Optional.of(Duration.ZERO));

    /** The same where nobody captured anything. */
    private static final RollbackFacts UNSEEN =
            new RollbackFacts(Optional.of(true), Optional.of(true), Optional.of(false), Optional.of(Duration.ZERO));

    private static final Comparator<Match> STRICTEST = Comparator.comparing(
                    (Match match) -> match.entry().classed().tier())
            .thenComparing(match -> match.entry().classed().reversibility());

    /** The strictest word on anything it does: one statement among several must not hide behind the others. */
    static Recovery of(RecoveryLibrary library, Subject subject) {
        var asked = Forms.subjects(subject.operation());
        var known = asked.stream().flatMap(one -> library.find(one).stream()).toList();
        if (known.isEmpty()) {
            return new Recovery("", subject.tier(), subject.reversibility(), RollbackSafe.UNKNOWN);
        }
        var all = new Recovery(
                known.stream().max(STRICTEST).orElseThrow().entry().id(),
                subject.tier(),
                subject.reversibility(),
                known.size() == asked.size() ? RollbackSafe.YES : RollbackSafe.UNKNOWN);
        var facts = subject.operation().captured() ? CAPTURED : UNSEEN;
        return known.stream().reduce(all, (one, match) -> one.and(match, facts), (one, other) -> other);
    }

    private Recovery and(Match match, RollbackFacts facts) {
        return new Recovery(
                entry,
                tier.atLeast(match.entry().classed().tier()),
                reversibility.atLeast(match.entry().classed().reversibility()),
                worse(safe, match, facts));
    }

    private static RollbackSafe worse(RollbackSafe safe, Match match, RollbackFacts facts) {
        return switch (match.rollbackSafety(facts, "", "")) {
            case Safety.Safe _ -> safe;
            case Safety.Unsafe _ -> RollbackSafe.NO;
            case Safety.Unknown _ -> safe == RollbackSafe.NO ? safe : RollbackSafe.UNKNOWN;
        };
    }
}
