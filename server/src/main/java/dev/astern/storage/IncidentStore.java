package dev.astern.storage;

import dev.astern.model.Incident;
import dev.astern.model.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Incidents as they are now; how they came to be so is in the journal. */
public interface IncidentStore {
    /** Keeps a new one, unless its cause has one: then that is the answer. Within the caller's transaction, if there is one. */
    Incident open(Incident incident);

    Optional<Incident> byId(String id);

    /**
     * Latest first.
     *
     * @param open null for all
     */
    Page<Incident> page(@Nullable Boolean open, @Nullable String from, int limit);

    /**
     * Changes one while nobody else can; nothing is changed when the change throws. From then on it counts as recorded.
     *
     * @return as it is then; empty when there is none
     */
    Optional<Incident> update(String id, UnaryOperator<Incident> change);

    /** Some of those whose opening is not known to be in the journal. */
    List<String> unrecorded();
}
