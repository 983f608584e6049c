package dev.astern.gateway;

import dev.astern.connector.Extent;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.gate.Ruling;
import dev.astern.gate.Subject;
import java.util.List;
import java.util.Optional;

/**
 * What took effect at a target that can't hold it back until it was seen, against what was let through. It is decided on a
 * third time, and where that would not have let it run, everybody is told.
 */
final class Exceeding {
    private final GatewayParts parts;
    private final Subject about;

    Exceeding(GatewayParts parts, Subject about) {
        this.parts = parts;
        this.about = about;
    }

    /**
     * Why it goes beyond what was let through, or nothing where it does not.
     *
     * @param cleared what was seen of it before
     * @param decided by whom it was let through
     */
    Optional<Problem> problem(Observed cleared, Observed done, Decided decided) {
        if (!beyond(cleared, done)) {
            return Optional.empty();
        }
        try {
            var reached = used(done, decided.grant() != null);
            if (decided.grant() != null) {
                return exceeded("more came of it than was shown to those who approved it", "approval");
            }
            var ruling = parts.gate().observed(about, done);
            return ruling.runs() ? reached.flatMap(words -> exceeded(words, "limit")) : exceeded(ruling);
        } catch (RuntimeException e) {
            parts.log().failed(about.action(), e);
            return exceeded("it did more than was foreseen, and that could not be decided on", "none");
        }
    }

    /** It is counted whatever is decided now. */
    private Optional<String> used(Observed done, boolean agreed) {
        var quotas = parts.quotas();
        var session = about.session();
        var target = about.target().name();
        var reached = agreed
                ? Optional.<String>empty()
                : quotas.take(session, about.action(), about.operation(), target, done);
        if (agreed || reached.isPresent()) {
            quotas.granted(session, about.action(), about.operation(), target, done);
        }
        return reached;
    }

    private static Optional<Problem> exceeded(Ruling ruling) {
        return exceeded(ruling.why(), ruling.rule());
    }

    private static Optional<Problem> exceeded(String why, String rule) {
        return Optional.of(Problem.of(Reason.EXCEEDED, why).with("rule", rule));
    }

    /** Whether anything of it is more than was seen before. */
    static boolean beyond(Observed cleared, Observed done) {
        return done.tier().compareTo(cleared.tier()) > 0
                || done.reversibility().compareTo(cleared.reversibility()) > 0
                || done.counts().stream().anyMatch(count -> more(cleared.counts(), count))
                || moves(cleared.extent().amount(), done.extent().amount());
    }

    private static boolean more(List<ResourceCount> cleared, ResourceCount done) {
        return cleared.stream()
                .filter(count -> count.resource().equals(done.resource()))
                .noneMatch(count -> done.inserted() <= count.inserted()
                        && done.updated() <= count.updated()
                        && done.deleted() <= count.deleted());
    }

    /** Whether more money moves than was told before, or it can no longer be told. */
    private static boolean moves(Extent.Amount cleared, Extent.Amount done) {
        return switch (done) {
            case Extent.Amount.NotNamed _ -> false;
            case Extent.Amount.Untold _ -> !(cleared instanceof Extent.Amount.Untold);
            case Extent.Amount.Moved moved ->
                !(cleared instanceof Extent.Amount.Moved before
                        && before.currency().equals(moved.currency())
                        && moved.value().compareTo(before.value()) <= 0);
        };
    }
}
