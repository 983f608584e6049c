package dev.astern.connector;

/** How an undo at one target ended. */
public sealed interface UndoPerformance {
    /** Applied, verified and committed; {@code observed} is what it changed, so that it can be undone itself. */
    record Applied(UndoReport report, Observed observed) implements UndoPerformance {}

    /** Nothing was changed; the report, if there is one, says what stood in the way. */
    record NotApplied(Problem problem) implements UndoPerformance {}

    /** Whether it took effect is not known yet; {@link Connector#settle} will tell. */
    record InDoubt(UndoReport report, Observed observed, Problem problem) implements UndoPerformance {}
}
