package dev.astern.policy;

/** What became of the condition under which a recovery entry calls its rollback safe. */
public enum RollbackSafe {
    YES,
    NO,
    /** There is no entry, or its condition could not be evaluated. A policy takes it for no. */
    UNKNOWN
}
