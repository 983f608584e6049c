package dev.astern.connector.kubernetes;

import dev.astern.connector.Image;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.Restoration;
import dev.astern.connector.resource.Within;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes to a cluster, each bound to what was seen. Where only what controllers write has moved in between, it is bound to
 * that and sent again; where the object itself has moved, the cluster's conflict is the answer.
 */
final class Writing {
    private static final int ATTEMPTS = 10;
    private static final String APPLY = "application/apply-patch+yaml";
    static final String MERGE = "application/merge-patch+json";
    private static final String JSON = "application/json";
    static final String UNDO = "astern-undo";

    private final Cluster cluster;
    private final Clock clock;

    Writing(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * How one write is sent.
     *
     * @param manager who owns the fields that it sets
     * @param version as it was seen, or null where it was not there
     * @param dry whether the cluster only says what would come of it
     */
    record How(Type type, String manager, @Nullable String version, boolean dry, Within within) {
        String query() {
            return "?fieldManager=" + Type.encoded(manager) + (dry ? "&dryRun=All" : "");
        }
    }

    private interface Attempt {
        /** @param resourceVersion null where it was not there */
        Wire.Came send(@Nullable String resourceVersion);
    }

    Wire.Came write(Ask.Write ask, How how) {
        var path = how.type().path(ask.which());
        return bound(ask.which(), how, version -> switch (ask) {
            case Ask.Apply apply -> {
                var body = bound(apply.manifest(), version);
                yield cluster.send("PATCH", path + how.query(), APPLY, body, how.within());
            }
            case Ask.Patch patch -> {
                var body = bound(patch.patch(), version);
                yield cluster.send("PATCH", path + how.query(), patch.type(), body, how.within());
            }
            case Ask.Restart restart ->
                cluster.send("PATCH", path + how.query(), MERGE, bound(restarted(), version), how.within());
            case Ask.Delete delete -> delete(path, version, how);
        });
    }

    private static String bound(ObjectNode body, @Nullable String resourceVersion) {
        var copy = body.deepCopy();
        if (resourceVersion != null) {
            copy.withObject("/metadata").put("resourceVersion", resourceVersion);
        }
        return Json.text(copy);
    }

    /** The very annotation that the command line of Kubernetes sets. */
    private ObjectNode restarted() {
        var patch = Json.MAPPER.createObjectNode();
        patch.withObject("/spec/template/metadata/annotations")
                .put(
                        "kubectl.kubernetes.io/restartedAt",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        return patch;
    }

    private Wire.Came delete(String path, @Nullable String resourceVersion, How how) {
        var options = Json.MAPPER.createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions").put("propagationPolicy", "Background");
        if (resourceVersion != null) {
            options.putObject("preconditions").put("resourceVersion", resourceVersion);
        }
        return cluster.send("DELETE", path + how.query(), JSON, Json.text(options), how.within());
    }

    private Wire.Came bound(Which which, How how, Attempt attempt) {
        var version = how.version();
        if (version == null) {
            return attempt.send(null);
        }
        var resourceVersion = Manifest.resourceVersion(version);
        for (int i = 1; ; i++) {
            var came = attempt.send(resourceVersion);
            if (!Answers.moved(came) || i == ATTEMPTS || how.within().over()) {
                return came;
            }
            var now = raw(cluster.get(how.type().path(which), how.within()));
            if (now == null || !Manifest.sameContent(version, Manifest.seen(which, now))) {
                return came;
            }
            resourceVersion = Manifest.resourceVersion(now);
        }
    }

    /** The object in an answer, if it is one that a cluster keeps. */
    static @Nullable ObjectNode raw(Wire.Came came) {
        var body = body(came);
        return body == null || Manifest.resourceVersion(body).isEmpty() ? null : body;
    }

    static @Nullable ObjectNode body(Wire.Came came) {
        return Answers.good(came)
                ? Json.object(((Wire.Came.Answer) came).body()).orElse(null)
                : null;
    }

    /** The object as it is now with some fields as they were; what else is in it stays to the letter. */
    Wire.Came put(Restoration.Put put, How how) {
        var which = Which.of(put.ref());
        return bound(which, how, version -> {
            var came = cluster.get(how.type().path(which), how.within());
            var now = raw(came);
            if (now == null || !Manifest.sameContent(version(put), Manifest.seen(which, now))) {
                return now == null ? came : conflict((Wire.Came.Answer) came);
            }
            var body = Json.text(changed(which, now, put));
            return cluster.send("PUT", how.type().path(which) + how.query(), JSON, body, how.within());
        });
    }

    private static String version(Restoration.Put put) {
        var version = put.version();
        if (version == null) {
            throw new IllegalArgumentException("every object has a version: bug");
        }
        return version;
    }

    private static Wire.Came.Answer conflict(Wire.Came.Answer answer) {
        return new Wire.Came.Answer(
                409,
                answer.headers(),
                "{\"kind\":\"Status\",\"reason\":\"Conflict\",\"message\":\"somebody changed it\"}");
    }

    private static ObjectNode changed(Which which, ObjectNode now, Restoration.Put put) {
        Map<String, JsonNode> flat = Fields.flat(now, Kinds.own(which));
        for (var field : put.fields()) {
            flat.remove(field);
        }
        put.wanted().fields().forEach((field, value) -> {
            if (put.fields().contains(field) && value != null) {
                flat.put(field, Json.parse(value));
            }
        });
        return Fields.build(flat);
    }

    /** What was deleted, under its name; the cluster gives it a new uid. */
    Wire.Came make(Which which, Image wanted, How how) {
        var flat = new LinkedHashMap<String, JsonNode>();
        wanted.fields().forEach((field, value) -> flat.put(field, Json.parse(value == null ? "null" : value)));
        var manifest = Fields.build(flat);
        manifest.put("apiVersion", how.type().apiVersion()).put("kind", which.kind());
        var metadata = manifest.withObject("/metadata").put("name", which.name());
        if (!which.namespace().isEmpty()) {
            metadata.put("namespace", which.namespace());
        }
        var path = how.type().path(which.namespace()) + how.query();
        return cluster.send("POST", path, JSON, Json.text(manifest), how.within());
    }

    Wire.Came remove(Restoration.Remove remove, How how) {
        var which = Which.of(remove.ref());
        return bound(which, how, version -> delete(how.type().path(which), version, how));
    }
}
