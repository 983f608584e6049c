package dev.astern.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Headers that requests have besides: those with one value can be sent with each of them. */
final class Headers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,200}");

    /** The connector's own, and those of the connection. */
    private static final Set<String> OTHERS = Set.of(
            "authorization",
            "content-type",
            "content-length",
            "if-match",
            "idempotency-key",
            "cookie",
            "host",
            "connection",
            "expect",
            "transfer-encoding",
            "upgrade");

    private Headers() {}

    static Map<String, String> fixed(List<Map<String, Endpoint>> endpoints) {
        var headers = new LinkedHashMap<String, String>();
        endpoints.forEach(all -> all.values()
                .forEach(endpoint -> endpoint.parameters()
                        .forEach(p -> value(p).ifPresent(value -> headers.putIfAbsent(name(p), value)))));
        return headers;
    }

    /** Whether somebody sees to it: the connector, or the description's headers. */
    static boolean filled(JsonNode parameter) {
        return parameter.path("in").asString("").equals("header")
                && (OTHERS.contains(name(parameter).toLowerCase(Locale.ROOT))
                        || name(parameter).equalsIgnoreCase("accept")
                        || value(parameter).isPresent());
    }

    private static String name(JsonNode parameter) {
        return parameter.path("name").asString("");
    }

    private static Optional<String> value(JsonNode parameter) {
        var schema = parameter.path("schema");
        var only = schema.path("enum").size() == 1 ? schema.path("enum").path(0) : schema.path("const");
        var value = schema.has("default") ? schema.path("default") : only;
        boolean header = parameter.path("in").asString("").equals("header")
                && parameter.path("required").asBoolean(false)
                && NAME.matcher(name(parameter)).matches()
                && !OTHERS.contains(name(parameter).toLowerCase(Locale.ROOT));
        return header
                        && value.isValueNode()
                        && VALUE.matcher(value.asString("")).matches()
                ? Optional.of(value.asString(""))
                : Optional.empty();
    }

    static void add(Iterable<Draft> drafts, Lines into) {
        var headers = new LinkedHashMap<String, String>();
        drafts.forEach(draft -> draft.headers().forEach(headers::putIfAbsent));
        if (!headers.isEmpty()) {
            var all = headers.entrySet().stream()
                    .map(header -> header.getKey() + ": " + Words.value(header.getValue()))
                    .toList();
            into.add("headers: {" + String.join(", ", all) + "}", "sent with every request");
        }
    }
}
