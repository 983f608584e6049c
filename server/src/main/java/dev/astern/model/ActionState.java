package dev.astern.model;

import java.util.Locale;

/** Where an action is. It only ever moves from {@link #RUNNING} or {@link #UNCONFIRMED} to one of the others. */
public enum ActionState {
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
    UNCONFIRMED;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean settled() {
        return this != RUNNING && this != UNCONFIRMED;
    }
}
