package dev.astern.connector.resource;

import dev.astern.connector.Image;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One resource that an undo puts back, bound to what it was when the undo looked. */
public sealed interface Restoration {
    Ref ref();

    /** The connector's own words, as kept with the change. */
    String detail();

    /** What was there when the undo looked; null where nothing was. */
    @Nullable
    Image found();

    /** What is to be there; null where nothing is. */
    @Nullable
    Image leaves();

    /** Whether the state that was kept for another restoration is what this one would change as well. */
    boolean keptBy(Restoration other);

    /**
     * Some fields.
     *
     * @param now the whole, as seen a moment ago
     * @param wanted the whole, as it is to be: {@code now} with some fields put back
     * @param fields which those are
     * @param version write only while it has this version; null where the system has none
     */
    record Put(
            Ref ref,
            String detail,
            Image now,
            Image wanted,
            Set<String> fields,
            @Nullable String version) implements Restoration {
        public Put {
            fields = Set.copyOf(fields);
        }

        @Override
        public Image found() {
            return now;
        }

        @Override
        public Image leaves() {
            return wanted;
        }

        @Override
        public boolean keptBy(Restoration other) {
            return other instanceof Put kept
                    && kept.ref.equals(ref)
                    && fields.stream().allMatch(field -> Images.same(kept.now, now, field));
        }
    }

    /** The whole of what was deleted; only where there is nothing under its key. */
    record Make(Ref ref, String detail, Image wanted) implements Restoration {
        public Make {
            Objects.requireNonNull(wanted, "wanted");
        }

        @Override
        public @Nullable Image found() {
            return null;
        }

        @Override
        public Image leaves() {
            return wanted;
        }

        @Override
        public boolean keptBy(Restoration other) {
            return other instanceof Make kept && kept.ref.equals(ref) && Images.equal(kept.wanted, wanted);
        }
    }

    /**
     * Away with what was made.
     *
     * @param now as seen a moment ago
     * @param version delete only while it has this version; null where the system has none
     */
    record Remove(
            Ref ref, String detail, Image now, @Nullable String version) implements Restoration {
        @Override
        public Image found() {
            return now;
        }

        @Override
        public @Nullable Image leaves() {
            return null;
        }

        @Override
        public boolean keptBy(Restoration other) {
            return other instanceof Remove kept && kept.ref.equals(ref) && Images.equal(kept.now, now);
        }
    }
}
