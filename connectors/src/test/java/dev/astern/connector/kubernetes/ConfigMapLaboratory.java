package dev.astern.connector.kubernetes;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Lent;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory;
import dev.astern.connector.testkit.MemoryKeeping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Config maps of some cluster. */
abstract class ConfigMapLaboratory implements Laboratory {
    private final MemoryKeeping keeping = new MemoryKeeping();
    private final String url;
    private final String token;
    private final Map<String, String> options;
    private final Connector connector;

    ConfigMapLaboratory(String url, String token, Map<String, String> options) {
        this.url = url;
        this.token = token;
        this.options = options;
        this.connector = opened();
    }

    private Connector opened() {
        var config = new TargetConfig("cluster", url, "", Secret.from(() -> token), options);
        return new KubernetesProvider().open(config, new Lent(keeping, reference -> Secret.from(() -> reference)));
    }

    MemoryKeeping keeping() {
        return keeping;
    }

    /** What an object is called where the contract calls it so. */
    String name(String key) {
        return key;
    }

    @Override
    public Connector connector() {
        return connector;
    }

    @Override
    public Connector reopened() {
        return opened();
    }

    @Override
    public Set<Trait> traits() {
        return Trait.direct();
    }

    @Override
    public String field() {
        return "title";
    }

    @Override
    public String otherField() {
        return "note";
    }

    ObjectNode manifest(String key, Map<String, String> data) {
        var manifest = Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        manifest.putObject("metadata").put("name", name(key));
        var fields = manifest.putObject("data");
        data.forEach(fields::put);
        return manifest;
    }

    @Override
    public Call create(String key, Map<String, String> fields) {
        return new Call("apply_manifest", Map.of("manifest", Json.text(manifest(key, fields))));
    }

    @Override
    public Call change(String key, String field, String value) {
        return new Call(
                "patch_manifest",
                Map.of("kind", "ConfigMap", "name", name(key), "patch", Map.of("data", Map.of(field, value))));
    }

    @Override
    public Call delete(String key) {
        return new Call("delete_manifest", Map.of("kind", "ConfigMap", "name", name(key)));
    }

    @Override
    public Call read(String key) {
        return new Call("read_manifest", Map.of("kind", "ConfigMap", "name", name(key)));
    }

    @Override
    public Call nonsense() {
        return new Call("delete_manifest", Map.of("kind", "ConfigMap", "name", "../../secrets/x"));
    }

    static Optional<Map<String, String>> fields(JsonNode object) {
        if (!object.isObject()) {
            return Optional.empty();
        }
        var fields = new LinkedHashMap<String, String>();
        for (var field : new String[] {"title", "note"}) {
            fields.put(field, object.path("data").path(field).asString(""));
        }
        return Optional.of(fields);
    }

    @Override
    public void close() {
        connector.close();
    }
}
