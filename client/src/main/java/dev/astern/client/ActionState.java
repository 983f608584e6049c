package dev.astern.client;

/** Where an action is. */
public enum ActionState {
    /** People decide about it; nothing of it is in effect. */
    HELD,
    /** Whether it takes effect is being decided. */
    RUNNING,
    /** It took effect. */
    APPLIED,
    /** It ran, was seen and taken back on purpose. */
    REHEARSED,
    /** It was refused; nothing is in effect. */
    REFUSED,
    /** It failed; nothing is in effect. */
    FAILED,
    /** Whether it took effect is not known yet. */
    UNCONFIRMED;

    /** Whether it stays as it is, unless somebody undoes it. */
    public boolean settled() {
        return this != HELD && this != RUNNING && this != UNCONFIRMED;
    }
}
