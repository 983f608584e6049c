package dev.astern.gate;

import dev.astern.model.Session;
import dev.astern.storage.WorkflowStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** At which stage of autonomy a session's workflow is. */
public final class Stages {
    private static final int MAX_KNOWN = 10_000;

    private final WorkflowStore store;
    private final Clock clock;
    private final Duration keep;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private final AtomicLong generation = new AtomicLong();

    /** @param generation when it was read; what was read before another was given counts no more */
    private record Known(Stage stage, Instant until, long generation) {}

    public Stages(WorkflowStore store, Clock clock, Duration keep) {
        this.store = store;
        this.clock = clock;
        this.keep = keep;
    }

    /** Null for a session that names no workflow: policy alone decides about it. */
    @Nullable
    Stage of(Session session) {
        var workflow = session.workflow();
        return workflow == null ? null : of(workflow);
    }

    /** One that nobody has given a stage is assisted: autonomy is given, never found. */
    public Stage of(String workflow) {
        var now = clock.instant();
        long current = generation.get();
        var before = known.get(workflow);
        if (before != null && before.generation() == current && now.isBefore(before.until())) {
            return before.stage();
        }
        if (known.size() > MAX_KNOWN) {
            known.clear();
        }
        var stage = store.stage(workflow).flatMap(Stage::ofCode).orElse(Stage.ASSISTED);
        known.put(workflow, new Known(stage, now.plus(keep), current));
        return stage;
    }

    /** Gives a workflow another stage; other nodes know within the time that they may trust what they read. */
    public void put(String workflow, Stage stage, String operator) {
        store.put(workflow, stage.code(), operator, clock.instant());
        generation.incrementAndGet();
    }

    /** By workflow, those that were given one. */
    public Map<String, Stage> all() {
        var all = new java.util.TreeMap<String, Stage>();
        store.stages()
                .forEach((workflow, code) ->
                        Optional.of(code).flatMap(Stage::ofCode).ifPresent(stage -> all.put(workflow, stage)));
        return all;
    }
}
