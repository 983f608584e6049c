package dev.astern.connector;

/** The closed list of what can be said about an effect that was to be undone. */
public enum UndoResult {
    /** Everything the agent changed here is back, and was read back. */
    RESTORED,
    /** Another action made up for it. */
    COMPENSATED,
    /** Left as it is now, wholly or in the fields listed. */
    KEPT,
    /** It already was what it had been before. */
    ALREADY_BACK,
    /** There is nothing left to put the old state into. */
    GONE,
    /** It was tried and did not work. */
    FAILED,
    /** It can't be done. */
    CANNOT
}
