package dev.astern.storage;

/** All ports, from one adapter. */
public record Stores(
        OperatorStore operators,
        SessionStore sessions,
        TargetStore targets,
        ActionStore actions,
        Journal journal,
        UndoStore undos) {}
