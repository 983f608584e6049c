package dev.astern.describe;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Drafts a description from an OpenAPI 3.0 or 3.1 document, in JSON or YAML. Nothing is fetched and nothing is run; what the
 * document does not say is guessed where there is something to go by, and marked.
 */
public final class OpenApi {
    private static final int MOST_RESOURCES = 500;
    private static final int MOST_TOLD = 100;

    private final Document document;
    private final Shapes shapes;
    private final List<Draft> found = new ArrayList<>();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private OpenApi(Document document) {
        this.document = document;
        this.shapes = new Shapes(document);
    }

    /**
     * @param text of the document
     * @param only names of resources to keep; all where it is empty
     */
    public static Described describe(String text, Set<String> only) {
        try {
            return new OpenApi(Document.read(text)).described(only);
        } catch (Rejected e) {
            return e.refused();
        }
    }

    private Described described(Set<String> only) {
        document.paths().keySet().stream().filter(ItemPath::looksLikeOne).forEach(this::draft);
        name();
        operations();
        if (!only.isEmpty()) {
            drafts.keySet().retainAll(only);
        }
        if (drafts.isEmpty()) {
            return new Described.Refused(
                    "nothing_found",
                    "no path of the document is one resource that can be read by its key"
                            + (leftOut.isEmpty() ? "" : "; left out, for example: " + leftOut.getFirst()),
                    "Write the description by hand; docs/http.md says how.");
        }
        if (drafts.size() > MOST_RESOURCES) {
            return new Described.Refused(
                    "too_large",
                    "it has " + drafts.size() + " resources, and at most " + MOST_RESOURCES + " go into a description",
                    "Name those that agents need.");
        }
        var lines = lines();
        return new Described.Drafted(
                lines.toString(), List.copyOf(drafts.keySet()), lines.checks(), leftOut, url().orElse(""));
    }

    private void draft(String path) {
        try {
            var item = ItemPath.parse(path);
            var all = document.paths();
            var collection =
                    item.collections().stream().filter(all::containsKey).findFirst();
            found.add(Drafter.draft(
                    shapes,
                    item,
                    endpoints(path, all),
                    collection.isEmpty() ? Map.of() : endpoints(collection.get(), all)));
        } catch (Unfit e) {
            leftOut.add(Words.shown(path) + ": " + e.sentence());
        }
    }

    /** What else writes: nobody knows from a document what it changes. */
    private void operations() {
        var used = new HashSet<String>();
        drafts.values().forEach(draft -> used.addAll(draft.path().collections()));
        document.paths().forEach((path, item) -> {
            if (!ItemPath.looksLikeOne(path)) {
                item.propertyNames().stream()
                        .filter(method -> Set.of("put", "patch", "delete").contains(method)
                                || (method.equals("post") && !used.contains(path)))
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + Words.shown(path))
                        .forEach(request -> leftOut.add(request + ": say under operations what it changes"));
            }
        });
    }

    private Map<String, Endpoint> endpoints(String path, Map<String, JsonNode> all) {
        return Endpoint.of(document, path, all.getOrDefault(path, document.at("")));
    }

    /** What is named alike is told apart by its path; the shortest path has the plain name. */
    private void name() {
        var names = new IdentityHashMap<Draft, String>();
        var taken = new HashSet<String>();
        found.stream()
                .sorted(Comparator.comparingInt(
                        draft -> draft.path().collection().split("/", -1).length))
                .forEach(draft -> names.put(draft, free(draft.path(), taken)));
        found.forEach(draft -> drafts.put(String.valueOf(names.get(draft)), draft));
    }

    private static String free(ItemPath item, Set<String> taken) {
        if (taken.add(item.name())) {
            return item.name();
        }
        if (taken.add(item.longName())) {
            return item.longName();
        }
        var start = item.name().substring(0, Math.min(40, item.name().length()));
        int number = 2;
        while (!taken.add(start + "_" + number)) {
            number++;
        }
        return start + "_" + number;
    }

    private Lines lines() {
        var lines = new Lines();
        var info = document.at("info");
        var title = info.path("title").asString("an API");
        var version = info.path("version").asString("");
        lines.comment("A start, drafted from the OpenAPI document of " + title + " " + version + ".");
        lines.comment("Go through it, above all where it says check, and try it on a system that may be broken.");
        url().ifPresent(url -> lines.comment("The document names the url " + url));
        lines.add(
                "system: " + Words.name(title, "api"), "by the document's title; one that the recovery library knows?");
        lines.add("tested: not tested");
        Access.add(document, lines);
        Headers.add(drafts.values(), lines);
        idempotency(lines);
        lines.add("resources:");
        drafts.forEach((name, draft) -> lines.add("  " + name + ":").addAll("    ", draft.lines()));
        leftOut(lines);
        return lines;
    }

    private void idempotency(Lines lines) {
        for (var path : drafts.values()) {
            for (var collection : path.path().collections()) {
                var item = document.paths().get(collection);
                var post = item == null
                        ? null
                        : Endpoint.of(document, collection, item).get("POST");
                if (post != null
                        && post.parameter("header", name -> name.equalsIgnoreCase("idempotency-key"))
                                .isPresent()) {
                    lines.add("idempotency_header: Idempotency-Key");
                    return;
                }
            }
        }
    }

    private void leftOut(Lines lines) {
        leftOut.stream().limit(MOST_TOLD).forEach(path -> lines.comment("left out: " + path));
        if (leftOut.size() > MOST_TOLD) {
            lines.comment("left out: " + (leftOut.size() - MOST_TOLD) + " more");
        }
    }

    /** Only one that a target can have as it is. */
    private Optional<String> url() {
        return document.at("servers")
                .valueStream()
                .map(server -> server.path("url").asString(""))
                .filter(OpenApi::whole)
                .findFirst();
    }

    private static boolean whole(String url) {
        try {
            var uri = URI.create(url);
            return Set.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
