package dev.astern.connector.kubernetes;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Image;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.kubernetes.Given.Wrong;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Understood;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes sense of calls. Nothing here touches the cluster. */
final class Asking {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final int MAX_REPLICAS = 100_000;
    private static final int MAX_LIST = 500;
    private static final Set<String> OBJECT = Set.of("kind", "name", "namespace", "api_version");
    private static final Set<String> WORKLOADS = Set.of("Deployment.apps", "StatefulSet.apps", "DaemonSet.apps");

    private final String namespace;

    /** @param namespace where a call names none */
    Asking(String namespace) {
        this.namespace = namespace;
    }

    Understood understand(Call call) {
        var given = new Given(call, namespace);
        try {
            return switch (call.tool()) {
                case "read_manifest" -> read(given);
                case "list_manifests" -> list(given);
                case "apply_manifest" -> apply(given);
                case "patch_manifest" -> patch(given);
                case "scale" -> scale(given);
                case "restart_rollout" -> restart(given);
                case "delete_manifest" -> delete(given);
                default -> throw new Wrong("there is no such tool");
            };
        } catch (Wrong e) {
            return new Understood.Refused(e.problem());
        }
    }

    private static Understood read(Given given) {
        given.only(OBJECT);
        var named = given.object();
        return look("read", named.which(), "read " + named.which(), new Ask.Read(named.which(), named.version()));
    }

    private static Understood list(Given given) {
        given.only(Set.of("kind", "api_version", "namespace", "all_namespaces", "label_selector", "limit", "continue"));
        var named = given.kind();
        var query = new StringBuilder("?limit=" + (given.has("limit") ? given.number("limit", 1, MAX_LIST) : 100));
        given.text("label_selector")
                .ifPresent(text -> query.append("&labelSelector=").append(Type.encoded(text)));
        given.text("continue").ifPresent(text -> query.append("&continue=").append(Type.encoded(text)));
        var ask = new Ask.ListAll(named.which(), named.version(), query.toString());
        var where = named.which().namespace().isEmpty()
                ? ""
                : " in " + named.which().namespace();
        return look("list", named.which(), "list " + named.which().resource() + where, ask);
    }

    private static Understood look(String verb, Which which, String summary, Ask ask) {
        var words = new Understood.Words(
                verb,
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE,
                List.of(which.resource()),
                summary,
                summary,
                new Form.Other());
        return new Understood.Doable(words, List.of(), ask);
    }

    private static Understood apply(Given given) {
        given.only(Set.of("manifest", "namespace"));
        var manifest = Texts.object(given.need("manifest", "an object, or its YAML"));
        var kind = Texts.text(manifest.path("kind")).orElseThrow(() -> new Wrong("the manifest has no kind"));
        var version =
                Texts.text(manifest.path("apiVersion")).orElseThrow(() -> new Wrong("the manifest has no apiVersion"));
        var metadata = manifest.path("metadata");
        var name = Texts.text(metadata.path("name")).orElseThrow(() -> new Wrong("the manifest has no metadata.name"));
        var own = Texts.text(metadata.path("namespace"));
        var asked = given.text("namespace");
        if (own.isPresent() && asked.isPresent() && !own.equals(asked)) {
            throw new Wrong("the manifest is for the namespace " + own.get() + ", the call for " + asked.get());
        }
        var named = given.named(java.util.Optional.of(version), kind, own.or(() -> asked), name);
        var which = named.which();
        var applied = Texts.applied(manifest, which);
        var expected = Expected.insert(which.resource(), which.ref().key(), sets(which, applied));
        var ask = new Ask.Apply(which, named.version(), applied);
        return write("apply", Tier.WRITE, Kinds.applied(which), expected, ask, applied);
    }

    /** As far as it can be said before: what a list that is merged becomes, for example, only the cluster knows. */
    private static Image sets(Which which, ObjectNode manifest) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        for (var field : Fields.flat(manifest, Kinds.own(which)).entrySet()) {
            if (Manifest.counts(which, field.getKey())) {
                fields.put(field.getKey(), Json.text(field.getValue()));
            }
        }
        return new Image(fields);
    }

    private static Understood patch(Given given) {
        given.only(Set.of("kind", "name", "namespace", "api_version", "patch", "type"));
        var named = given.object();
        var which = named.which();
        var type = given.text("type").orElse(Kinds.own(which) ? "strategic" : "merge");
        if (!type.equals("merge") && !(type.equals("strategic") && Kinds.own(which))) {
            throw new Wrong("type is merge, or strategic for what Kubernetes itself has");
        }
        var patch = Texts.object(given.need("patch", "an object"));
        for (var path : Fields.flat(patch, false).keySet()) {
            if (!Manifest.counts(which, path)) {
                throw new Wrong(dev.astern.connector.http.Shown.of(path)
                        + " belongs to the cluster; it can't be captured, so it can't be written here");
            }
        }
        var encoded = which.secret() ? Texts.encoded(patch.deepCopy()) : patch;
        boolean foreseeable = !takesAway(encoded);
        var expected = Expected.update(which.ref(), foreseeable ? sets(which, encoded) : new Image(Map.of()));
        var content = type.equals("merge") ? Writing.MERGE : STRATEGIC;
        var ask = new Ask.Patch(which, named.version(), content, encoded);
        return write("patch", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, expected, ask, encoded);
    }

    /** Null takes a field away; directives of strategic patches do all kinds of things. */
    private static boolean takesAway(JsonNode patch) {
        if (patch.isObject()) {
            return patch.properties().stream().anyMatch(p -> p.getKey().startsWith("$") || takesAway(p.getValue()));
        }
        if (patch.isArray()) {
            return java.util.stream.StreamSupport.stream(patch.spliterator(), false)
                    .anyMatch(Asking::takesAway);
        }
        return patch.isNull();
    }

    private static Understood scale(Given given) {
        given.only(Set.of("kind", "name", "namespace", "api_version", "replicas"));
        var named = given.object();
        var which = named.which();
        var patch = Json.MAPPER.createObjectNode();
        patch.putObject("spec").put("replicas", given.number("replicas", 0, MAX_REPLICAS));
        var expected = Expected.update(which.ref(), sets(which, patch));
        var ask = new Ask.Patch(which, named.version(), Writing.MERGE, patch);
        return write("scale", Tier.WRITE, Reversibility.REVERSIBLE_WITH_STATE, expected, ask, patch);
    }

    private static Understood restart(Given given) {
        given.only(OBJECT);
        var named = given.object();
        var which = named.which();
        if (!WORKLOADS.contains(which.resource())) {
            throw new Wrong("what can be restarted is a Deployment, a StatefulSet or a DaemonSet");
        }
        var ask = new Ask.Restart(which, named.version());
        // Its pods are new, whatever is put back afterwards.
        return write("restart", Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE, Expected.touch(which.ref()), ask, null);
    }

    private static Understood delete(Given given) {
        given.only(OBJECT);
        var named = given.object();
        var which = named.which();
        var ask = new Ask.Delete(which, named.version());
        return write("delete", Tier.DESTRUCTIVE, Kinds.deleted(which), Expected.delete(which.ref()), ask, null);
    }

    private static Understood write(
            String verb,
            Tier tier,
            Reversibility reversibility,
            Expected expected,
            Ask.Write ask,
            @Nullable ObjectNode body) {
        var which = ask.which();
        var shown = body == null ? "" : "\n" + Json.text(Manifest.shown(body, which.secret()));
        var summary = verb + " " + which;
        var words = new Understood.Words(
                verb, tier, reversibility, List.of(which.resource()), summary, summary + shown, new Form.Other());
        return new Understood.Doable(words, List.of(expected), ask);
    }
}
