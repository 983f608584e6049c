package dev.astern.model;

import java.util.Locale;

/** Where an action is. It only ever moves on from {@link #HELD}, {@link #RUNNING} or
 * {@link #UNCONFIRMED}. */
public enum ActionState {
    /** It waits for people to approve it; nothing of it is in effect. */
    HELD,
    /** Its intent is recorded; whether it takes effect is being decided. */
    RUNNING,
    /** It took effect. */
    APPLIED,
    /** It ran, was seen and taken back on purpose. */
    REHEARSED,
    /** It was refused, by the gate or on what was observed; nothing is in effect. */
    REFUSED,
    /** It failed; nothing is in effect. */
    FAILED,
    /** Whether it took effect is not known yet. */
    UNCONFIRMED,
    /** It was done elsewhere: whoever did it reported its end, and nothing of it was seen or captured. */
    OBSERVED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is in effect has to be found out, where nobody has it in hand. */
    public boolean inDoubt() {
        return this == RUNNING || this == UNCONFIRMED;
    }

    public boolean settled() {
        return this != HELD && this != RUNNING && this != UNCONFIRMED;
    }
}
