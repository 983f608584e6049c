package dev.astern.evidence;

/** Forms in which tools take in what happened; names of other schemes are mapped here and are not in the entries. */
public enum ExportForm {
    /** One JSON audit entry for each action. */
    AUDIT,
    /** For people. */
    MARKDOWN,
    /** One OCSF event for each action, a line each. */
    OCSF,
    /** One OpenTelemetry span, with the names of its conventions for generative AI, for each action, a line each. */
    OTEL
}
