package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Effect.Kind;
import dev.astern.connector.Image;
import dev.astern.connector.Keeping;
import dev.astern.connector.KeptAction;
import dev.astern.connector.Left;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what was seen as effects and counts. */
final class Observing {
    private static final int SAMPLE = 100;

    private Observing() {}

    /** What happened to one resource; nothing where it is what it was. */
    static Optional<Effect> effect(
            String resource, @Nullable Image key, @Nullable Image before, @Nullable Image after) {
        if (Images.equal(before, after)) {
            return Optional.empty();
        }
        var kind = before == null ? Kind.INSERT : after == null ? Kind.DELETE : Kind.UPDATE;
        return Optional.of(new Effect(resource, key, kind, before, after));
    }

    /** The effects of an action as they are kept, in their order. */
    static List<Effect> effects(KeptAction kept) {
        var effects = new ArrayList<Effect>();
        for (int number = 0; number < kept.changes().size(); number++) {
            var change = kept.changes().get(number);
            if (kept.left().get(number) instanceof Left.Changed(var key, var after)) {
                effect(change.resource(), key, change.before(), after).ifPresent(effects::add);
            }
        }
        return effects;
    }

    /** Whoever settled an action first, because it seemed dead, may have seen something else: what was said first holds. */
    static List<Effect> asKept(Keeping keeping, String actionId, List<Effect> seen) {
        return keeping.of(actionId)
                .filter(KeptAction::settled)
                .map(Observing::effects)
                .orElse(seen);
    }

    static Observed observed(
            ResourceSystem system, List<Effect> effects, List<String> notes, Tier tier, Reversibility reversibility) {
        var veil = new Veil(system);
        return new Observed(
                counts(effects),
                Digest.of(effects),
                Digest.before(effects),
                effects.stream().limit(SAMPLE).map(veil::over).toList(),
                notes,
                tier.atLeast(tier(effects)),
                reversibility);
    }

    private static Tier tier(List<Effect> effects) {
        return effects.stream()
                .map(effect -> effect.kind() == Kind.DELETE ? Tier.DESTRUCTIVE : Tier.WRITE)
                .max(Comparator.naturalOrder())
                .orElse(Tier.READ);
    }

    private static List<ResourceCount> counts(List<Effect> effects) {
        var counts = new TreeMap<String, ResourceCount>();
        for (var effect : effects) {
            counts.merge(effect.resource(), one(effect), Observing::sum);
        }
        return List.copyOf(counts.values());
    }

    private static ResourceCount one(Effect effect) {
        return new ResourceCount(
                effect.resource(),
                effect.kind() == Kind.INSERT ? 1 : 0,
                effect.kind() == Kind.UPDATE ? 1 : 0,
                effect.kind() == Kind.DELETE ? 1 : 0);
    }

    private static ResourceCount sum(ResourceCount a, ResourceCount b) {
        return new ResourceCount(
                a.resource(), a.inserted() + b.inserted(), a.updated() + b.updated(), a.deleted() + b.deleted());
    }
}
