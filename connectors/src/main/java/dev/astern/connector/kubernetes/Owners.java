package dev.astern.connector.kubernetes;

import dev.astern.connector.Image;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Within;
import java.util.LinkedHashMap;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks whether the owners that an object names are there: a cluster collects what belongs to nobody. */
final class Owners {
    private final Cluster cluster;
    private final Discovery discovery;

    Owners(Cluster cluster, Discovery discovery) {
        this.cluster = cluster;
        this.discovery = discovery;
    }

    /** Why it can't be made again; nothing where all of them are there. */
    Optional<Problem> gone(Which which, Image wanted, Within within) {
        var flat = new LinkedHashMap<String, JsonNode>();
        wanted.fields().forEach((field, value) -> {
            if (field.startsWith("/metadata/ownerReferences/") && value != null) {
                flat.put(field, Json.parse(value));
            }
        });
        for (var owner : Fields.build(flat).path("metadata").path("ownerReferences")) {
            if (!there(which, owner, within)) {
                return Optional.of(Problem.of(
                        Reason.PARENT_MISSING,
                        "its owner, " + owner.path("kind").asString("") + " "
                                + owner.path("name").asString("") + ", is not there any more"));
            }
        }
        return Optional.empty();
    }

    private boolean there(Which which, JsonNode owner, Within within) {
        var apiVersion = owner.path("apiVersion").asString("");
        int slash = apiVersion.indexOf('/');
        var kind = owner.path("kind").asString("");
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        boolean free = Kinds.of(kind)
                .filter(known -> known.group().equals(group) && !known.namespaced())
                .isPresent();
        var name = owner.path("name").asString("");
        var of = new Which(group, kind, free ? "" : which.namespace(), name);
        try {
            var found = Writing.raw(cluster.get(discovery.type(of, within).path(of), within));
            return found != null
                    && found.path("metadata")
                            .path("uid")
                            .asString("")
                            .equals(owner.path("uid").asString(""));
        } catch (ProblemException e) {
            return false;
        }
    }
}
