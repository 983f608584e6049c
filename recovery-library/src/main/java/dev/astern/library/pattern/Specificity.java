package dev.astern.library.pattern;

import java.util.Comparator;

/**
 * How much a pattern says of what it matches: the greater wins.
 *
 * @param system names the system
 * @param closed leaves no rest open
 * @param words words, segments or names it has
 * @param conditions options, queries, clauses or arguments it insists on
 * @param literals characters that are fixed
 */
public record Specificity(boolean system, boolean closed, int words, int conditions, int literals)
        implements Comparable<Specificity> {
    private static final Comparator<Specificity> ORDER = Comparator.comparing(Specificity::system)
            .thenComparing(Specificity::closed)
            .thenComparingInt(Specificity::words)
            .thenComparingInt(Specificity::conditions)
            .thenComparingInt(Specificity::literals);

    @Override
    public int compareTo(Specificity other) {
        return ORDER.compare(this, other);
    }
}
