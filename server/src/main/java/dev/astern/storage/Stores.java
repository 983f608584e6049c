package dev.astern.storage;

import dev.astern.sealing.KeyStore;

/** All ports, from one adapter. */
public record Stores(
        OperatorStore operators,
        SessionStore sessions,
        TargetStore targets,
        ActionStore actions,
        Journal journal,
        LogStore log,
        KeyStore keys,
        ErasureStore erasures,
        UndoStore undos,
        ApprovalStore approvals,
        PolicyStore policies,
        WorkflowStore workflows,
        UseStore uses,
        StopStore stops,
        KeepingStore keeping,
        ObservedStore observed,
        IncidentStore incidents) {}
