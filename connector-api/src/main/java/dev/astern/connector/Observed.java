package dev.astern.connector;

import java.util.List;
import java.util.Objects;

/**
 * What an action really did, seen before it takes effect.
 *
 * @param counts one per resource touched, in name order
 * @param digest over all captured images, so that they can be checked before they are used; empty when nothing was
 *     captured
 * @param sample the first effects, at most a hundred; the rest is read page by page
 * @param notes what is not captured and must be said, for example an advanced sequence
 * @param tier the tier as observed, which may be more severe than the one resolved
 * @param reversibility as observed
 */
public record Observed(
        List<ResourceCount> counts,
        String digest,
        List<Effect> sample,
        List<String> notes,
        Tier tier,
        Reversibility reversibility) {
    public Observed {
        counts = List.copyOf(counts);
        sample = List.copyOf(sample);
        notes = List.copyOf(notes);
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(reversibility, "reversibility");
    }

    public static Observed nothing() {
        return new Observed(List.of(), "", List.of(), List.of(), Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE);
    }

    public long total() {
        return counts.stream().mapToLong(ResourceCount::total).sum();
    }
}
