package dev.astern.storage;

import dev.astern.model.Target;
import java.util.List;
import java.util.Optional;

/** Targets. */
public interface TargetStore {
    /** False when the name is taken. */
    boolean add(Target target);

    Optional<Target> byName(String name);

    List<Target> all();

    boolean remove(String name);
}
