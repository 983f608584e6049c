package dev.astern.policy;

import java.util.Locale;

/** What a policy says about an action. Ordered from lenient to strict. */
public enum Decision {
    /** It runs. */
    ALLOW,
    /** It runs, and somebody is meant to look at it afterwards. */
    OBSERVE,
    /** It waits for people; see {@link HoldTerms}. */
    HOLD,
    /** It does not run. */
    BLOCK;

    /** The stricter of the two. */
    public Decision stricter(Decision other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** Whether the action runs without anybody having been asked. */
    public boolean runs() {
        return compareTo(OBSERVE) <= 0;
    }

    /** As it is written in a policy and in the journal, for example {@code hold}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
