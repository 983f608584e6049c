package dev.astern.connector.mcp;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.library.RecoveryLibrary;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A contract's laboratory over {@link FakeServer}. */
final class CardLaboratory implements Laboratory {
    private static final int MOST_BYTES = 1 << 20;
    private final FakeServer server = new FakeServer();
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final RecoveryLibrary library;
    private final Set<Trait> traits;
    private final Connector connector;

    CardLaboratory(RecoveryLibrary library, Set<Trait> traits) {
        this.library = library;
        this.traits = EnumSet.copyOf(traits);
        this.connector = reopened();
    }

    static McpSettings settings(String... reads) {
        var launcher = new ProcessLauncher(List.of("none"), "/", Map.of(), Map.of());
        return new McpSettings(
                FakeServer.NAME,
                new McpSettings.WireSettings.Stdio(launcher),
                Set.of(reads),
                Set.of(),
                new McpSettings.Limits(MOST_BYTES, 10_000));
    }

    static McpSystem system(FakeServer server, RecoveryLibrary library, McpSettings settings) {
        var upstream = new Upstream(new StdioWire(server, MOST_BYTES), false);
        return new McpSystem(
                settings, library, new Tools(FakeServer.NAME, upstream, Optional.of(server.definitions())));
    }

    FakeServer server() {
        return server;
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return new ResourceConnector(system(server, library, settings()), keeping);
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
        var arguments = new HashMap<String, Object>(fields);
        arguments.put("id", key);
        return new Call("create_card", arguments);
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call("set_" + field, Map.of("id", key, field, value));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_card", Map.of("id", key));
    }

    @Override
    public Call read(String key) {
        return new Call("get_card", Map.of("id", key));
    }

    @Override
    public Call nonsense() {
        return new Call("set_title", Map.of("id", "x", "colour", "red"));
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return Optional.ofNullable(server.cards.get(key));
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        server.cards.put(key, new TreeMap<>(fields));
    }

    @Override
    public void edit(String key, String field, String value) {
        server.cards.computeIfPresent(key, (id, card) -> {
            var edited = new TreeMap<>(card);
            edited.put(field, value);
            return edited;
        });
    }

    @Override
    public void remove(String key) {
        server.cards.remove(key);
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        server.next = fault;
    }

    @Override
    public void close() {
        connector.close();
    }
}
