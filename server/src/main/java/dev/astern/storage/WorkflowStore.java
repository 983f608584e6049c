package dev.astern.storage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** At which stage of autonomy workflows are. */
public interface WorkflowStore {
    /** The stage's code; empty where nobody gave it one. */
    Optional<String> stage(String workflow);

    /** Codes by workflow. */
    Map<String, String> stages();

    void put(String workflow, String stage, String operator, Instant at);
}
