package dev.astern.connector.http;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The contract's laboratory over a described API. */
final class HttpLaboratory implements Laboratory {
    static final String SECRET = "canary-3f9c1d77";
    private static final String KNOWN = """
            system: cards
            auth: {scheme: bearer}
            %s
            resources:
              cards:
                key: id
                read: GET /cards/{id}
                list: GET /cards
                items: items
                create: POST /cards
                key_in_body: %s
                update: PATCH /cards/{id}
                delete: DELETE /cards/{id}
                fields: [title, note]
            """;

    private final CardServer server;
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final Set<Trait> traits;
    private final Path file;
    private final Connector connector;

    HttpLaboratory(Set<Trait> traits) {
        this(traits, KNOWN.formatted(conditional(traits) ? "version: {header: ETag, condition: If-Match}" : "", true));
    }

    /** @param description of the cards, however it was made */
    HttpLaboratory(Set<Trait> traits, String description) {
        this.traits = traits;
        server = new CardServer(conditional(traits), true);
        file = description(description);
        connector = opened();
    }

    private static boolean conditional(Set<Trait> traits) {
        return traits.contains(Trait.CONDITIONAL);
    }

    static Path description(String text) {
        try {
            return Files.writeString(Files.createTempFile("description", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CardServer server() {
        return server;
    }

    @Override
    public Connector connector() {
        return connector;
    }

    private Connector opened() {
        var config = new TargetConfig(
                "cards", server.url(), "bot", Secret.from(() -> SECRET), Map.of("description", file.toString()));
        return new HttpProvider().open(config, new Lent(keeping, reference -> Secret.from(() -> SECRET)));
    }

    @Override
    public Connector reopened() {
        return opened();
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
        return new Call("create_cards", Map.of("id", key, "fields", fields));
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call("update_cards", Map.of("id", key, "fields", Map.of(field, value)));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_cards", Map.of("id", key));
    }

    @Override
    public Call read(String key) {
        return new Call("read_cards", Map.of("id", key));
    }

    @Override
    public Call nonsense() {
        return new Call("update_cards", Map.of("id", "../../admin/..", "fields", Map.of("owner", "me")));
    }

    @Override
    public Optional<Map<String, String>> truth(String key) {
        return Optional.ofNullable(server.cards().get(key)).map(card -> {
            var fields = new LinkedHashMap<String, String>();
            fields.put("title", card.path("title").asString());
            fields.put("note", card.path("note").asString());
            return fields;
        });
    }

    private static ObjectNode node(Map<String, String> fields) {
        var node = Bodies.JSON.createObjectNode();
        fields.forEach(node::put);
        return node;
    }

    @Override
    public void put(String key, Map<String, String> fields) {
        server.set(key, node(fields));
    }

    @Override
    public void edit(String key, String field, String value) {
        server.set(key, node(Map.of(field, value)));
    }

    @Override
    public void remove(String key) {
        server.remove(key);
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.allOf(Fault.class);
    }

    @Override
    public void next(Fault fault) {
        server.next(fault);
    }

    @Override
    public void close() {
        connector.close();
        server.close();
    }
}
