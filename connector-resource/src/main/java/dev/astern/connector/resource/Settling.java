package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import dev.astern.connector.Observed;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of an action whose end nobody saw. What was not kept was not sent, and after the fence never will
 * be. What was kept may have been sent: where the target is as the action meant it, and was not before, it was; where not,
 * it may still be under way, and nobody can say.
 */
final class Settling {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ResourceSystem system;
    private final Keeping keeping;

    Settling(ResourceSystem system, Keeping keeping) {
        this.system = system;
        this.keeping = keeping;
    }

    Settlement settle(String actionId) {
        var kept = keeping.fence(actionId);
        return kept.isEmpty() ? new Settlement.NeverApplied() : settle(kept.get());
    }

    private Settlement settle(KeptAction kept) {
        if (kept.erased()) {
            return unknown("it may have been sent, and what was kept of it was erased");
        }
        if (kept.changes().isEmpty()) {
            return unknown("it may have been sent, and nobody can say what it changes");
        }
        var left = new HashMap<>(kept.left());
        var within = Within.of(TIMEOUT);
        for (int number = 0; number < kept.changes().size(); number++) {
            if (!left.containsKey(number)) {
                var found = look(kept.changes().get(number), within);
                if (found.isEmpty()) {
                    return unknown("it may have been sent, and the target can't tell");
                }
                left.put(number, found.get());
            }
        }
        if (kept.settled()) {
            return settled(kept);
        }
        keeping.left(kept.actionId(), left);
        // Whoever acted may have been slow and not dead, and have said before what became of it: then that holds.
        return settled(keeping.of(kept.actionId()).orElse(kept));
    }

    private Settlement settled(KeptAction kept) {
        if (!kept.settled()) {
            return unknown("what was kept of it is gone");
        }
        return kept.left().values().stream().allMatch(Left.Unchanged.class::isInstance)
                ? new Settlement.NeverApplied()
                : new Settlement.Applied(observed(kept));
    }

    private Observed observed(KeptAction kept) {
        return Observing.observed(
                system, Observing.effects(kept), List.of(), Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE);
    }

    private static Settlement unknown(String detail) {
        return new Settlement.Unknown(Problem.of(Reason.UNCONFIRMED, detail));
    }

    /** What is surely the action's work. */
    private Optional<Left> look(KeptChange change, Within within) {
        var key = change.key();
        if (key == null) {
            return Optional.empty();
        }
        var seen = system.read(new Ref(change.resource(), key), within);
        return seen instanceof Seen.Unreadable ? Optional.empty() : left(change, key, Images.of(seen));
    }

    private static Optional<Left> left(KeptChange change, Image key, @Nullable Image now) {
        var before = change.before();
        var sets = change.meant();
        if (change.kind() == Effect.Kind.DELETE) {
            return before != null && now == null ? Optional.of(new Left.Changed(key, null)) : Optional.empty();
        }
        boolean asMeant = now != null && !sets.fields().isEmpty() && Images.holds(now, sets);
        boolean wasNot = before == null || !Images.holds(before, sets);
        if (!asMeant || !wasNot) {
            return Optional.empty();
        }
        var after = before == null ? now : Images.with(before, Images.names(sets), sets);
        return Optional.of(new Left.Changed(key, after));
    }
}
