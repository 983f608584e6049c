package dev.astern.describe;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** How the secret is sent. */
final class Access {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");

    private Access() {}

    static void add(Document document, Lines into) {
        var schemes = document.at("components").path("securitySchemes");
        var name = document.at("security")
                .valueStream()
                .flatMap(requirement -> requirement.propertyNames().stream())
                .filter(schemes::has)
                .findFirst();
        var scheme = name.or(() -> schemes.propertyNames().stream().findFirst()).map(schemes::path);
        if (scheme.isEmpty()) {
            into.add("auth: {scheme: none}", "the document says nothing of it");
            return;
        }
        boolean sure = name.isPresent() && schemes.size() == 1;
        said(document, scheme.get())
                .ifPresentOrElse(
                        auth -> into.add("auth: " + auth, sure ? "" : "one of those that the document has"),
                        () -> into.add("auth: {scheme: none}", "the document's own way can't be described"));
    }

    private static Optional<String> said(Document document, JsonNode scheme) {
        try {
            return described(document.resolve(scheme));
        } catch (Unfit e) {
            return Optional.empty();
        }
    }

    private static Optional<String> described(JsonNode scheme) {
        return switch (scheme.path("type").asString("")) {
            case "http" ->
                switch (scheme.path("scheme").asString("").toLowerCase(Locale.ROOT)) {
                    case "basic" -> Optional.of("{scheme: basic}");
                    case "bearer" -> Optional.of("{scheme: bearer}");
                    default -> Optional.empty();
                };
            case "oauth2", "openIdConnect" -> Optional.of("{scheme: bearer}");
            case "apiKey" ->
                Optional.of(scheme.path("name").asString(""))
                        .filter(header -> scheme.path("in").asString("").equals("header")
                                && HEADER.matcher(header).matches())
                        .map(header -> "{scheme: header, header: " + header + "}");
            default -> Optional.empty();
        };
    }
}
