package dev.astern.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An OpenAPI document. References within it are followed, one after another and not for ever; what is outside is never
 * fetched.
 */
final class Document {
    private static final int LONGEST_CHAIN = 32;

    /** What all references of a document may cost together, so that a small file can't keep anybody busy. */
    private static final int MOST_STEPS = 500_000;

    private final JsonNode root;
    private final Map<String, JsonNode> paths = new LinkedHashMap<>();
    private int steps;

    private Document(JsonNode root) {
        this.root = root;
        root.path("paths").properties().forEach(path -> paths.put(path.getKey(), path.getValue()));
    }

    static Document read(String text) {
        var root = Tree.read(text);
        var version = root.path("openapi").asString("");
        if (!version.matches("3\\.[01](\\..*)?")) {
            var said = version.isEmpty() ? root.path("swagger").asString("") : version;
            throw new Rejected(
                    "not_openapi",
                    said.isEmpty()
                            ? "it has no member openapi, which says the version"
                            : "OpenAPI 3.0 and 3.1 are read; this is " + Words.shown(said),
                    "Convert it to OpenAPI 3.1, or write the description by hand.");
        }
        return new Document(root);
    }

    JsonNode at(String name) {
        return root.path(name);
    }

    /** Each path with its item. */
    Map<String, JsonNode> paths() {
        return Collections.unmodifiableMap(paths);
    }

    /** Follows a reference, if it is one, until something else is there. */
    JsonNode resolve(JsonNode node) {
        var found = node;
        for (int i = 0; found.path("$ref").isString(); i++) {
            var ref = found.path("$ref").asString();
            if (i == LONGEST_CHAIN) {
                throw new Unfit("its references go round in a circle: " + Words.shown(ref));
            }
            found = target(ref);
        }
        step();
        return found;
    }

    private JsonNode target(String ref) {
        step();
        if (!ref.startsWith("#/")) {
            throw new Unfit("it refers outside the document, which is never fetched: " + Words.shown(ref));
        }
        var found = root;
        for (var token : ref.substring(2).split("/", -1)) {
            found = member(found, decoded(token));
        }
        if (found.isMissingNode()) {
            throw new Unfit("it refers to what is not there: " + Words.shown(ref));
        }
        return found;
    }

    private static JsonNode member(JsonNode node, String token) {
        return node.isArray() && token.matches("\\d{1,6}") ? node.path(Integer.parseInt(token)) : node.path(token);
    }

    private static String decoded(String token) {
        try {
            return URLDecoder.decode(token.replace("+", "%2B"), UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
        } catch (IllegalArgumentException e) {
            throw new Unfit("it has a reference that can't be read: " + Words.shown(token));
        }
    }

    private void step() {
        if (++steps > MOST_STEPS) {
            throw new Rejected(
                    "too_large",
                    "its references unfold to more than " + MOST_STEPS + " parts",
                    "Cut out of it what agents need.");
        }
    }
}
