package dev.astern.connector;

import java.util.Optional;

/** How a performance ended. Every case is expected; a connector throws only for bugs. */
public sealed interface Performance {
    /** It took effect (or, for a read, was read), and this is what it did. */
    record Committed(Observed observed, Reads reads, Output output) implements Performance {}

    /**
     * Done, seen and taken back on purpose: a rehearsal, or a clearance that said no. Nothing is in effect.
     *
     * @param undo its undo, where {@link Execution#rehearsesUndo} asked for that
     */
    record RolledBack(Observed observed, Reads reads, Output output, Problem problem, Optional<UndoRehearsal> undo)
            implements Performance {
        public RolledBack(Observed observed, Reads reads, Output output, Problem problem) {
            this(observed, reads, output, problem, Optional.empty());
        }
    }

    /** It failed before anything took effect; that is certain. */
    record Failed(Problem problem) implements Performance {}

    /** Whether it took effect is not known yet; {@link Connector#settle} will tell. */
    record InDoubt(Observed observed, Output output, Problem problem) implements Performance {}

    /**
     * It was cleared, and whoever asked for it does it elsewhere. Astern sees nothing of it, and is told of its end within
     * {@link Connector#reportedWithin}.
     */
    record Elsewhere(Observed observed) implements Performance {}
}
