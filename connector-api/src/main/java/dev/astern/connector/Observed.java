package dev.astern.connector;

import java.util.List;
import java.util.Objects;

/**
 * What an action really did, seen before it takes effect.
 *
 * @param counts one per resource touched, in name order
 * @param digest over all captured images, so that they can be checked before they are used; empty when nothing was
 *     captured
 * @param beforeDigest over the state that it changed or removed, as that was before; a run that finds the same state has
 *     the same, whatever clocks and sequences add. Empty where nobody asked or there was nothing before
 * @param sample the first effects, at most a hundred; the rest is read page by page. A rehearsal has it always
 * @param extent what share of a table it changes, and how much money it moves
 * @param notes what is not captured and must be said, for example an advanced sequence
 * @param tier the tier as observed, which may be more severe than the one resolved
 * @param reversibility as observed
 */
public record Observed(
        List<ResourceCount> counts,
        String digest,
        String beforeDigest,
        List<Effect> sample,
        Extent extent,
        List<String> notes,
        Tier tier,
        Reversibility reversibility) {
    public Observed {
        counts = List.copyOf(counts);
        sample = List.copyOf(sample);
        notes = List.copyOf(notes);
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(beforeDigest, "beforeDigest");
        Objects.requireNonNull(extent, "extent");
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(reversibility, "reversibility");
    }

    /** Where nobody measured how far it reaches. */
    public Observed(
            List<ResourceCount> counts,
            String digest,
            String beforeDigest,
            List<Effect> sample,
            List<String> notes,
            Tier tier,
            Reversibility reversibility) {
        this(counts, digest, beforeDigest, sample, Extent.UNKNOWN, notes, tier, reversibility);
    }

    /** Where nobody asked about the state before, either. */
    public Observed(
            List<ResourceCount> counts,
            String digest,
            List<Effect> sample,
            List<String> notes,
            Tier tier,
            Reversibility reversibility) {
        this(counts, digest, "", sample, notes, tier, reversibility);
    }

    public Observed withPreview(String before, List<Effect> effects) {
        return new Observed(counts, digest, before, effects, extent, notes, tier, reversibility);
    }

    public Observed withExtent(Extent measured) {
        return new Observed(counts, digest, beforeDigest, sample, measured, notes, tier, reversibility);
    }

    /** Of what was seen only in part, so that nobody checks the whole against it. */
    public Observed withoutDigest() {
        return new Observed(counts, "", beforeDigest, sample, extent, notes, tier, reversibility);
    }

    public static Observed nothing() {
        return new Observed(List.of(), "", List.of(), List.of(), Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE)
                .withExtent(Extent.NOTHING);
    }

    public long total() {
        return counts.stream().mapToLong(ResourceCount::total).sum();
    }
}
