package dev.astern.connector.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The objects of a bucket and, where it keeps them, their versions. */
final class FakeObjects {
    private static final String NONE = "null";

    /** @param body its bytes, each a character; null for the mark of a deletion */
    record Version(
            String id,
            Map<String, String> headers,
            @Nullable String body) {}

    record Came(int status, Map<String, String> headers, String body) {}

    private final boolean versioned;
    private final Map<String, List<Version>> all = new TreeMap<>();
    private int made;

    FakeObjects(boolean versioned) {
        this.versioned = versioned;
    }

    /** Latest first. */
    synchronized List<Version> of(String key) {
        return List.copyOf(all.getOrDefault(key, List.of()));
    }

    private @Nullable Version now(String key) {
        var versions = all.getOrDefault(key, List.of());
        return versions.isEmpty() || versions.getFirst().body() == null ? null : versions.getFirst();
    }

    private static Came only(int status) {
        return new Came(status, Map.of(), "");
    }

    private static boolean met(Map<String, String> headers, @Nullable Version now) {
        var match = headers.get("if-match");
        return (match == null || (now != null && match.equals(etag(now))))
                && (!headers.containsKey("if-none-match") || now == null);
    }

    private static String etag(Version version) {
        var body = Objects.requireNonNullElse(version.body(), "");
        return '"' + HexFormat.of().formatHex(Signature.sha256(body.getBytes(ISO_8859_1)), 0, 16) + '"';
    }

    private Map<String, String> told(Version version) {
        var headers = new HashMap<>(version.headers());
        headers.put("ETag", etag(version));
        if (versioned) {
            headers.put("x-amz-version-id", version.id());
        }
        return headers;
    }

    synchronized Came get(String key, @Nullable String id) {
        var found = id == null
                ? now(key)
                : of(key).stream()
                        .filter(version -> version.id().equals(id))
                        .findFirst()
                        .orElse(null);
        return found == null || found.body() == null ? only(404) : new Came(200, told(found), found.body());
    }

    synchronized Came put(String key, Map<String, String> headers, String body) {
        if (!met(headers, now(key))) {
            return only(412);
        }
        var kept = new HashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.equals("content-type") || name.startsWith("x-amz-meta-") || name.equals("x-amz-tagging")) {
                kept.put(name, value);
            }
        });
        return new Came(200, told(added(key, kept, body)), "");
    }

    synchronized Came copy(String key, String id, Map<String, String> headers) {
        var source = of(key).stream().filter(version -> version.id().equals(id)).findFirst();
        if (source.isEmpty() || source.get().body() == null || !met(headers, now(key))) {
            return only(412);
        }
        return new Came(
                200, told(added(key, source.get().headers(), source.get().body())), "");
    }

    private Version added(String key, Map<String, String> headers, @Nullable String body) {
        var version = new Version(versioned ? "v" + ++made : NONE, Map.copyOf(headers), body);
        var versions = all.computeIfAbsent(key, name -> new ArrayList<>());
        if (!versioned) {
            versions.clear();
        }
        versions.addFirst(version);
        return version;
    }

    synchronized Came delete(String key, @Nullable String id, Map<String, String> headers) {
        if (id != null) {
            all.getOrDefault(key, new ArrayList<>())
                    .removeIf(version -> version.id().equals(id));
        } else if (!met(headers, now(key))) {
            return only(412);
        } else if (versioned) {
            added(key, Map.of(), null);
        } else {
            all.remove(key);
        }
        return only(204);
    }

    synchronized String listed(String prefix) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .flatMap(entry -> entry.getValue().stream().map(version -> xml(entry.getKey(), version)))
                .collect(Collectors.joining("", "<ListVersionsResult>", "</ListVersionsResult>"));
    }

    private static String xml(String key, Version version) {
        var element = version.body() == null ? "DeleteMarker" : "Version";
        var about = version.body() == null
                ? ""
                : "<ETag>" + etag(version).replace("\"", "&quot;") + "</ETag><Size>"
                        + version.body().length() + "</Size>";
        return "<" + element + "><Key>" + key.replace("&", "&amp;") + "</Key><VersionId>" + version.id()
                + "</VersionId>" + about + "</" + element + ">";
    }
}
