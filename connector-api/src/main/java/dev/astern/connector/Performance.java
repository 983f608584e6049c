package dev.astern.connector;

/** How a performance ended. Every case is expected; a connector throws only for bugs. */
public sealed interface Performance {
    /** It took effect (or, for a read, was read), and this is what it did. */
    record Committed(Observed observed, Reads reads, Output output) implements Performance {}

    /** Done, seen and taken back on purpose: a rehearsal, or a clearance that said no. Nothing is in effect. */
    record RolledBack(Observed observed, Reads reads, Output output, Problem problem) implements Performance {}

    /** It failed before anything took effect; that is certain. */
    record Failed(Problem problem) implements Performance {}

    /** Whether it took effect is not known yet; {@link Connector#settle} will tell. */
    record InDoubt(Observed observed, Output output, Problem problem) implements Performance {}
}
