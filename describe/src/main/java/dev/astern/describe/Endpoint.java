package dev.astern.describe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * One operation of a document.
 *
 * @param parameters those of its path, and its own
 */
record Endpoint(Document document, String method, String path, JsonNode operation, List<JsonNode> parameters) {
    private static final int MOST_PARAMETERS = 200;

    Endpoint {
        parameters = List.copyOf(parameters);
    }

    /** What goes over the wire: its type, and its schema. */
    record Media(String type, JsonNode schema) {
        boolean json() {
            return type.equals("application/json") || type.endsWith("+json") || type.equals("*/*");
        }
    }

    static Map<String, Endpoint> of(Document document, String path, JsonNode item) {
        var endpoints = new LinkedHashMap<String, Endpoint>();
        var found = document.resolve(item);
        for (var method : List.of("get", "post", "put", "patch", "delete")) {
            if (found.path(method).isObject()) {
                var operation = found.path(method);
                var parameters = new ArrayList<JsonNode>();
                for (var from : List.of(found, operation)) {
                    from.path("parameters")
                            .valueStream()
                            .limit(MOST_PARAMETERS)
                            .forEach(p -> parameters.add(document.resolve(p)));
                }
                var name = method.toUpperCase(Locale.ROOT);
                endpoints.put(name, new Endpoint(document, name, path, operation, parameters));
            }
        }
        return endpoints;
    }

    /** What it answers when all went well. */
    Optional<Media> answer() {
        return response().flatMap(response -> media(response.path("content"), false));
    }

    /** The response when all went well. */
    Optional<JsonNode> response() {
        var responses = operation.path("responses");
        return responses.propertyNames().stream()
                .filter(status -> status.matches("2(\\d\\d|XX)|default"))
                .sorted()
                .findFirst()
                .map(status -> document.resolve(responses.path(status)));
    }

    /** What it takes. */
    Optional<Media> body() {
        var body = operation.path("requestBody");
        return body.isObject() ? media(document.resolve(body).path("content"), true) : Optional.empty();
    }

    private static Optional<Media> media(JsonNode content, boolean form) {
        var preferred = new ArrayList<String>(List.of("application/json", "application/merge-patch+json"));
        content.propertyNames().stream()
                .filter(type -> type.endsWith("+json") && !type.startsWith("application/json-patch"))
                .forEach(preferred::add);
        preferred.add("*/*");
        if (form) {
            preferred.add("application/x-www-form-urlencoded");
        }
        return preferred.stream()
                .filter(content::has)
                .filter(type -> type.matches("[A-Za-z0-9.+*/-]{1,100}"))
                .findFirst()
                .map(type -> new Media(type, content.path(type).path("schema")));
    }

    /** The name of a parameter, as the document spells it. */
    Optional<String> parameter(String in, Predicate<String> name) {
        return parameters.stream()
                .filter(p -> p.path("in").asString("").equals(in))
                .map(p -> p.path("name").asString(""))
                .filter(name)
                .findFirst();
    }

    boolean answers(String status) {
        return operation.path("responses").has(status);
    }
}
