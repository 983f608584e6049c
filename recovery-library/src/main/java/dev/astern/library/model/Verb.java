package dev.astern.library.model;

/** What an action does, in the words of a catalogue of permissions. */
public enum Verb {
    READ,
    CREATE,
    UPDATE,
    DELETE,
    MOVE,
    MERGE,
    SEND,
    REFUND,
    PUBLISH,
    APPROVE,
    ASSIGN,
    DEPLOY,
    RESTART,
    EXPORT,
    GRANT,
    REVOKE
}
