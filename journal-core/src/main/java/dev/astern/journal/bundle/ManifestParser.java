package dev.astern.journal.bundle;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Instants;
import dev.astern.journal.JsonObject;
import dev.astern.journal.Parsed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A manifest has exactly its members, and each is what it has to be. */
final class ManifestParser {
    private static final Set<String> MEMBERS =
            Set.of(Manifest.VERSION, "created", "entries", "files", "origin", "scope");

    private ManifestParser() {}

    static Parsed<Manifest> manifest(JsonObject json) {
        if (!json.keySet().equals(MEMBERS) || !Long.valueOf(1).equals(json.get(Manifest.VERSION))) {
            return Parsed.malformed(Flaw.MANIFEST);
        }
        var created = instant(json.get("created"));
        var scope = scope(json.get("scope"));
        if (created.isEmpty()
                || scope.isEmpty()
                || !(json.get("entries") instanceof Long entries)
                || entries < 0
                || !(json.get("origin") instanceof String origin)) {
            return Parsed.malformed(Flaw.MANIFEST);
        }
        var files = files(json.get("files"));
        return files.isEmpty()
                ? Parsed.malformed(Flaw.MANIFEST_FILES)
                : Parsed.read(new Manifest(created.get(), entries, files.get(), origin, scope.get()));
    }

    private static Optional<Map<BundleFile, FileDigest>> files(@Nullable Object json) {
        var files = new EnumMap<BundleFile, FileDigest>(BundleFile.class);
        if (!(json instanceof Map<?, ?> named)) {
            return Optional.empty();
        }
        for (var entry : named.entrySet()) {
            var file = entry.getKey() instanceof String name ? BundleFile.of(name) : Optional.<BundleFile>empty();
            var digest = digest(entry.getValue());
            if (file.isEmpty() || digest.isEmpty()) {
                return Optional.empty();
            }
            files.put(file.get(), digest.get());
        }
        return Manifest.areComplete(files) ? Optional.of(files) : Optional.empty();
    }

    private static Optional<FileDigest> digest(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)
                || map.size() != 2
                || !(map.get("bytes") instanceof Long bytes)
                || bytes < 0
                || !(map.get("sha256") instanceof String hex)) {
            return Optional.empty();
        }
        return Hash.fromHex(hex).map(sha256 -> new FileDigest(bytes, sha256));
    }

    private static Optional<Scope> scope(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        if ("session".equals(map.get("kind")) && map.keySet().equals(Set.of("kind", "sessions"))) {
            return sessions(map.get("sessions"));
        }
        if ("since".equals(map.get("kind")) && map.keySet().equals(Set.of("kind", "from_index", "since"))) {
            return map.get("from_index") instanceof Long from && from >= 0
                    ? instant(map.get("since")).map(since -> new Scope.Since(from, since))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Scope> sessions(@Nullable Object json) {
        if (!(json instanceof List<?> list) || list.isEmpty()) {
            return Optional.empty();
        }
        var sessions = new ArrayList<String>();
        var previous = "";
        for (var item : list) {
            if (!(item instanceof String session) || previous.compareTo(session) >= 0) {
                return Optional.empty();
            }
            sessions.add(session);
            previous = session;
        }
        return Optional.of(new Scope.Sessions(sessions));
    }

    private static Optional<Instant> instant(@Nullable Object json) {
        return json instanceof String text ? Instants.parse(text) : Optional.empty();
    }
}
