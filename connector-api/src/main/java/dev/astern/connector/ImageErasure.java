package dev.astern.connector;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One person's data that is to be erased from what a target keeps, and what the gateway has to say about it. */
public interface ImageErasure {
    /**
     * Names this erasure first, then earlier ones of the same person whose end at this target nobody saw. A target counts
     * what it erased under each, so that the sum over them is right whenever the asking was cut short.
     */
    List<String> ids();

    /** Who it is, in the very text of the target's columns. */
    String person();

    /** Which of some actions a legal hold covers now; their images stay. */
    Set<String> held(Set<String> actionIds);

    /**
     * Told once, before anything is in effect, what the digests of the actions' images become. They are durable when this
     * returns; where it throws, nothing is erased.
     */
    void becoming(List<DigestChange> changes);

    /**
     * The digest of an action's images changes, because an erased image counts with a random value in its place.
     *
     * @param actionId the action
     * @param before over the images as they were found; not that of the receipt if somebody altered them
     * @param after over what is left of them
     */
    record DigestChange(String actionId, String before, String after) {
        public DigestChange {
            Objects.requireNonNull(actionId, "actionId");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }
}
