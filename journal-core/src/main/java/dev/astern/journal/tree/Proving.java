package dev.astern.journal.tree;

import java.util.Set;

/** What became of making a proof. */
public sealed interface Proving<P> {
    record Made<P>(P proof) implements Proving<P> {}

    /** The tree has no such leaf, or is smaller than the older one. */
    record OutsideTree<P>() implements Proving<P> {}

    /** Not all hashes are there: the tree isn't that large yet, or a part of it was lost. */
    record HashesMissing<P>(Set<Subtree> missing) implements Proving<P> {
        public HashesMissing {
            missing = Set.copyOf(missing);
        }
    }
}
