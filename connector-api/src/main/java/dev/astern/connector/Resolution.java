package dev.astern.connector;

/** What became of a call: an operation the connector can perform, or a refusal. */
public sealed interface Resolution {
    record Resolved(Operation operation) implements Resolution {}

    record Refused(Problem problem) implements Resolution {}
}
