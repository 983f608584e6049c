package dev.astern.library.entry;

import dev.astern.connector.Reversibility;

/** What a compensating action achieves. */
public enum Outcome {
    /** The state from before is back. */
    RESTORES,
    /** Another act makes up for it. */
    COMPENSATES,
    /** The damage grows no further. */
    CONTAINS;

    public static Outcome usual(Reversibility reversibility) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE, REVERSIBLE_WITH_STATE, REVERSIBLE_WITH_BACKUP -> RESTORES;
            case PARTIALLY_REVERSIBLE -> COMPENSATES;
            case IRREVERSIBLE -> CONTAINS;
        };
    }
}
