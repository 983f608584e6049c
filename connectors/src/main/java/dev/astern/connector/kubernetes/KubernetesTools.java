package dev.astern.connector.kubernetes;

import dev.astern.connector.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What agents may call at a cluster. */
final class KubernetesTools {
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> NUMBER = Map.of("type", "integer");

    private KubernetesTools() {}

    static List<Tool> all() {
        var object = Map.<String, Object>of(
                "kind",
                described("for example Deployment"),
                "name",
                TEXT,
                "namespace",
                TEXT,
                "api_version",
                described("for example apps/v1; needed for what Kubernetes itself does not have"));
        var named = List.of("kind", "name");
        return List.of(
                tool(
                        "read_manifest",
                        "Read an object",
                        "Shows an object's manifest; a Secret's values are masked.",
                        object,
                        named,
                        true),
                tool(
                        "list_manifests",
                        "List objects",
                        "Lists the objects of a kind, a page at a time.",
                        listing(),
                        List.of("kind"),
                        true),
                tool(
                        "apply_manifest",
                        "Apply a manifest",
                        "Makes an object, or changes it to what the manifest says, by"
                                + " server-side apply. Fields that others own are never taken: that is refused, with their"
                                + " names.",
                        Map.of("manifest", described("an object, or its YAML or JSON; one"), "namespace", TEXT),
                        List.of("manifest"),
                        false),
                tool(
                        "patch_manifest",
                        "Patch an object",
                        "Changes the fields that the patch names, whoever owns them.",
                        more(
                                object,
                                Map.of(
                                        "patch",
                                        Map.of("type", "object"),
                                        "type",
                                        Map.of("enum", List.of("strategic", "merge")))),
                        List.of("kind", "name", "patch"),
                        false),
                tool(
                        "scale",
                        "Scale",
                        "Sets how many replicas a workload has.",
                        more(object, Map.of("replicas", NUMBER)),
                        List.of("kind", "name", "replicas"),
                        false),
                tool(
                        "restart_rollout",
                        "Restart a workload",
                        "Has all pods of a Deployment, StatefulSet or DaemonSet" + " replaced.",
                        object,
                        named,
                        false),
                tool(
                        "delete_manifest",
                        "Delete an object",
                        "Deletes an object and what it owns.",
                        object,
                        named,
                        false));
    }

    private static Map<String, Object> listing() {
        return Map.of(
                "kind", TEXT,
                "api_version", TEXT,
                "namespace", TEXT,
                "all_namespaces", Map.of("type", "boolean"),
                "label_selector", TEXT,
                "limit", NUMBER,
                "continue", TEXT);
    }

    private static Map<String, Object> described(String description) {
        return Map.of("description", description);
    }

    private static Map<String, Object> more(Map<String, Object> some, Map<String, Object> others) {
        var all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }

    private static Tool tool(
            String name,
            String title,
            String description,
            Map<String, Object> properties,
            List<String> required,
            boolean readOnly) {
        var schema = Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                new ArrayList<>(required),
                "additionalProperties",
                false);
        return new Tool(name, title, description, Json.MAPPER.writeValueAsString(schema), readOnly);
    }
}
