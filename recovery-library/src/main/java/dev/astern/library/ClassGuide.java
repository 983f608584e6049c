package dev.astern.library;

import dev.astern.connector.Reversibility;

/**
 * What a class means, in the words of those who plan recoveries.
 *
 * @param recoverable in three words
 * @param rollback in three other words
 * @param examples of such actions
 * @param path how one is back
 * @param time how long that takes
 */
public record ClassGuide(Recoverable recoverable, Rollback rollback, String examples, String path, String time) {
    /** Whether the state comes back. */
    public enum Recoverable {
        REVERSIBLE,
        COMPENSATING_ONLY,
        NOT_RECOVERABLE
    }

    /** Whether rolling back is enough. */
    public enum Rollback {
        REVERSIBLE,
        REVERSIBLE_WITH_RECONCILIATION,
        EFFECTIVELY_IRREVERSIBLE
    }

    public static ClassGuide of(Reversibility reversibility) {
        return switch (reversibility) {
            case TRIVIALLY_REVERSIBLE ->
                new ClassGuide(
                        Recoverable.REVERSIBLE,
                        Rollback.REVERSIBLE,
                        "a setting, a feature flag, an environment variable",
                        "revert the change",
                        "seconds to minutes");
            case REVERSIBLE_WITH_STATE ->
                new ClassGuide(
                        Recoverable.REVERSIBLE,
                        Rollback.REVERSIBLE,
                        "a service's restart, a deployment",
                        "roll back to the version or state from before",
                        "minutes");
            case REVERSIBLE_WITH_BACKUP ->
                new ClassGuide(
                        Recoverable.REVERSIBLE,
                        Rollback.REVERSIBLE_WITH_RECONCILIATION,
                        "deleted data, a changed schema",
                        "restore what was captured or backed up",
                        "minutes to hours");
            case PARTIALLY_REVERSIBLE ->
                new ClassGuide(
                        Recoverable.COMPENSATING_ONLY,
                        Rollback.REVERSIBLE_WITH_RECONCILIATION,
                        "a webhook, a call of another's API, a push",
                        "make up for it, and tell those downstream",
                        "variable");
            case IRREVERSIBLE ->
                new ClassGuide(
                        Recoverable.NOT_RECOVERABLE,
                        Rollback.EFFECTIVELY_IRREVERSIBLE,
                        "a sent mail, permanent deletion, disclosure to the public",
                        "contain the damage; better, prevent it",
                        "never");
        };
    }
}
