package dev.astern.connector.resource;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A contract's laboratory over {@link MemorySystem}. */
final class MemoryLaboratory implements Laboratory {
    private final MemorySystem system;
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final Set<Trait> traits;
    private final Connector connector;

    MemoryLaboratory(Set<Trait> traits) {
        this.traits = traits;
        system = new MemorySystem(
                traits.contains(Trait.CONDITIONAL),
                traits.contains(Trait.BY_FIELD),
                traits.contains(Trait.SAME_IDENTITY));
        connector = new ResourceConnector(system, keeping);
    }

    MemorySystem system() {
        return system;
    }

    MemoryKeeping keeping() {
        return keeping;
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return new ResourceConnector(system, keeping);
    }

    @Override
    public Set<Trait> traits() {
        return traits;
    }

    @Override
    public String field() {
        return "title";
    }

    @Override
    public String otherField() {
        return "note";
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return new Call("card", Map.of("verb", "create", "id", key, "fields", fields));
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call("card", Map.of("verb", "update", "id", key, "fields", Map.of(field, value)));
    }

    @Override
    public Call delete(String key) {
        return new Call("card", Map.of("verb", "delete", "id", key));
    }

    @Override
    public Call read(String key) {
        return new Call("card", Map.of("id", key));
    }

    @Override
    public Call nonsense() {
        return new Call("card", Map.of("verb", "explode", "id", "x"));
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return Optional.of(system.card(key)).filter(card -> !card.isEmpty());
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        system.set(key, fields);
    }

    @Override
    public void edit(String key, String field, String value) {
        system.set(key, Map.of(field, value));
    }

    @Override
    public void remove(String key) {
        system.remove(key);
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        system.next(fault);
    }

    @Override
    public void close() {}
}
