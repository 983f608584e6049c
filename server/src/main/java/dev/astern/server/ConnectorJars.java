package dev.astern.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.ConnectorProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connectors of others, from jars that a list names with their digests, as {@code sha256sum} writes it. A jar whose contents
 * are not those that were listed is not run, and neither is the server: what runs here sees secrets of targets.
 */
final class ConnectorJars {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](\\S.*)");

    private ConnectorJars() {}

    /**
     * @param own which kinds are taken
     * @param list the file, or null where there is none
     * @throws IllegalArgumentException for a list or a jar that can't be used
     */
    static List<ConnectorProvider> with(List<ConnectorProvider> own, @Nullable Path list, Path data) {
        var all = new ArrayList<>(own);
        if (list == null) {
            return all;
        }
        for (var provider : ServiceLoader.load(ConnectorProvider.class, loader(list, data))) {
            if (all.stream().anyMatch(known -> known.kind().equals(provider.kind()))) {
                throw new IllegalArgumentException("two connectors are of kind " + provider.kind());
            }
            all.add(provider);
        }
        return all;
    }

    private static URLClassLoader loader(Path list, Path data) {
        try {
            var urls = new ArrayList<URL>();
            for (var line : Files.readAllLines(list, UTF_8)) {
                if (!line.isBlank()) {
                    urls.add(checked(list, line, data));
                }
            }
            return new URLClassLoader("connectors", urls.toArray(URL[]::new), ConnectorProvider.class.getClassLoader());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the connectors that " + list + " lists can't be read: " + e.getMessage());
        }
    }

    /** What is loaded is a copy of the very bytes that were checked. */
    private static URL checked(Path list, String line, Path data) throws IOException {
        var parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(list + ": a line is a SHA-256, two spaces and a jar, not: " + line);
        }
        var jar = list.toAbsolutePath().resolveSibling(parts.group(2));
        var bytes = Files.readAllBytes(jar);
        var digest = sha256(bytes);
        if (!digest.equals(parts.group(1))) {
            throw new IllegalArgumentException(jar + " is not what " + list + " lists: its SHA-256 is " + digest);
        }
        var folder = Files.createDirectories(data.resolve("connectors"));
        var copy = folder.resolve(digest + ".jar");
        Files.write(copy, bytes);
        return url(copy);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
