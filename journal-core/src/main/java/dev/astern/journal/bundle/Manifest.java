package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle consists of, and what it claims to be. Nothing vouches for it: it only ties the files together.
 *
 * @param created when the bundle was made, by its maker's clock
 * @param entries how many there are
 * @param files every other file
 * @param origin of which log
 */
public record Manifest(Instant created, long entries, Map<BundleFile, FileDigest> files, String origin, Scope scope) {
    public static final int MAX_BYTES = 4 << 20;

    static final String VERSION = "astern_bundle";

    public Manifest {
        files = Collections.unmodifiableMap(new EnumMap<>(files));
        if (!areComplete(files)) {
            throw new IllegalArgumentException("these files are no bundle: " + files.keySet() + ": bug");
        }
    }

    /** Of each group either all files or none; the manifest does not name itself. */
    static boolean areComplete(Map<BundleFile, FileDigest> files) {
        for (var file : BundleFile.values()) {
            boolean always = file.group() == BundleFile.Group.ALWAYS;
            if (file == BundleFile.MANIFEST ? files.containsKey(file) : always && !files.containsKey(file)) {
                return false;
            }
            for (var other : BundleFile.values()) {
                if (!always && other.group() == file.group() && files.containsKey(other) != files.containsKey(file)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Reads what {@link #encode} writes. */
    public static Parsed<Manifest> parse(byte[] bytes) {
        return bytes.length > MAX_BYTES
                ? Parsed.malformed(Flaw.TOO_LARGE)
                : JsonFile.parse(bytes).then(ManifestParser::manifest);
    }

    public byte[] encode() {
        var named = new HashMap<String, Object>();
        files.forEach((file, digest) -> named.put(
                file.fileName(),
                Map.of("bytes", digest.bytes(), "sha256", digest.sha256().hex())));
        Map<String, @Nullable Object> json = Map.of(
                VERSION,
                1,
                "created",
                created.toString(),
                "entries",
                entries,
                "files",
                named,
                "origin",
                origin,
                "scope",
                scope(scope));
        return (CanonicalJson.write(json) + "\n").getBytes(UTF_8);
    }

    private static Map<String, Object> scope(Scope scope) {
        return switch (scope) {
            case Scope.Sessions(var sessions) -> Map.of("kind", "session", "sessions", sessions);
            case Scope.Since(long fromIndex, var since) ->
                Map.of("kind", "since", "from_index", fromIndex, "since", since.toString());
        };
    }
}
