package dev.astern.connector.kubernetes;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.Within;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** Asks a cluster what it serves, and remembers it until something can't be found. */
final class Discovery {
    private static final String GROUPS = "";

    private final Cluster cluster;
    private final Map<String, List<String>> versions = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Type>> types = new ConcurrentHashMap<>();

    Discovery(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * In the version in which images are made: the one that the cluster prefers of those that have the kind.
     *
     * @throws ProblemException where it has none, or can't be asked
     */
    Type type(Which which, Within within) {
        return checked(which, known(which, within).or(() -> {
            versions.clear();
            types.clear();
            return known(which, within);
        }));
    }

    /** In the version that was named, if one was. */
    Type type(Which which, Optional<String> version, Within within) {
        var preferred = type(which, within);
        if (version.isEmpty() || version.get().equals(preferred.version())) {
            return preferred;
        }
        return checked(
                which,
                Optional.ofNullable(
                        served(which.group(), version.get(), false, within).get(which.kind())));
    }

    private static Type checked(Which which, Optional<Type> found) {
        var type = found.orElseThrow(() -> bad("the cluster has no " + which.resource()));
        if (type.namespaced() == which.namespace().isEmpty() && !which.name().isEmpty()) {
            throw bad(which.resource() + (type.namespaced() ? " is in namespaces; name one" : " is in no namespace"));
        }
        return type;
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }

    private Optional<Type> known(Which which, Within within) {
        for (var version : versions(which.group(), within)) {
            var type = types.computeIfAbsent(
                            which.group() + "/" + version, key -> served(which.group(), version, true, within))
                    .get(which.kind());
            if (type != null) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The preferred one first. */
    private List<String> versions(String group, Within within) {
        if (group.isEmpty()) {
            return List.of("v1");
        }
        if (!versions.containsKey(GROUPS)) {
            asked("/apis", within).path("groups").forEach(this::remember);
            versions.put(GROUPS, List.of());
        }
        return versions.getOrDefault(group, List.of());
    }

    private void remember(JsonNode group) {
        var all = new ArrayList<String>();
        all.add(group.path("preferredVersion").path("version").asString(""));
        group.path("versions").forEach(v -> all.add(v.path("version").asString("")));
        versions.put(
                group.path("name").asString(""),
                all.stream().filter(v -> !v.isEmpty()).distinct().toList());
    }

    private Map<String, Type> served(String group, String version, boolean preferred, Within within) {
        var path = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        var served = new HashMap<String, Type>();
        for (var resource : asked(path, within).path("resources")) {
            var plural = resource.path("name").asString("");
            var kind = resource.path("kind").asString("");
            if (!plural.contains("/") && plural.matches("[a-z0-9.-]+")) {
                served.put(
                        kind,
                        new Type(
                                group,
                                version,
                                kind,
                                plural,
                                resource.path("namespaced").asBoolean(false),
                                preferred));
            }
        }
        return Map.copyOf(served);
    }

    private JsonNode asked(String path, Within within) {
        return switch (cluster.get(path, within)) {
            case Wire.Came.Undelivered(var problem) -> throw problem.toException();
            case Wire.Came.Lost(var problem) -> throw problem.toException();
            case Wire.Came.Answer answer when answer.status() == 404 -> Json.MAPPER.createObjectNode();
            case Wire.Came.Answer answer
            when answer.status() / 100 == 2 ->
                Json.object(answer.body())
                        .orElseThrow(() -> Problem.of(Reason.TARGET_UNREACHABLE, "what answers is no Kubernetes API")
                                .toException());
            case Wire.Came.Answer answer -> throw Answers.refused(answer, false).toException();
        };
    }
}
