package dev.astern.connector;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which actions at this target to take back, and how.
 *
 * @param actions the selection; their writes compose, so nothing in it conflicts with itself
 * @param onConflict what to do where somebody changed the same field since
 * @param choices by {@link UndoItem#id()}, where a person decided otherwise
 * @param itemLimit how many items the plan or report lists; the counts are always complete
 * @param planDigest apply only what this plan saw, or null to apply whatever the plan says now
 */
public record UndoRequest(
        List<Selected> actions,
        OnConflict onConflict,
        Map<String, OnConflict> choices,
        int itemLimit,
        @Nullable String planDigest) {
    public UndoRequest {
        actions = List.copyOf(actions);
        choices = Map.copyOf(choices);
        Objects.requireNonNull(onConflict, "onConflict");
        if (itemLimit < 0) {
            throw new IllegalArgumentException("itemLimit " + itemLimit);
        }
    }

    /**
     * @param actionId an action that took effect at this target
     * @param digest of its images, from its receipt
     * @param became whether erasures of persons' data made of it the digest that was found; asked after the images were
     *     read, and only where that is another
     */
    public record Selected(String actionId, String digest, Predicate<String> became) {
        public Selected(String actionId, String digest) {
            this(actionId, digest, found -> false);
        }

        /** Whether images with this digest are those that the receipt spoke of, less what was erased. */
        public boolean accepts(String found) {
            return digest.equals(found) || became.test(found);
        }
    }

    public enum OnConflict {
        KEEP,
        RESTORE
    }
}
