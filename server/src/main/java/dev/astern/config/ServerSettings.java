package dev.astern.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started.
 *
 * @param dataDir what it keeps on this machine: the setup code, the node's name, and the embedded store
 * @param host the address to listen on; loopback unless told otherwise
 * @param port the port to listen on; 0 for any free one
 * @param store where the store is, or null for the embedded one
 */
public record ServerSettings(
        Path dataDir, String host, int port, @Nullable Store store) {
    public static final int DEFAULT_PORT = 8470;

    private static final Set<String> NAMES =
            Set.of("data", "host", "port", "store-url", "store-user", "store-password-file");

    /**
     * A PostgreSQL database of the user's own.
     *
     * @param url {@code jdbc:postgresql://…}, without a password
     * @param user owner of the database or of a schema in it
     * @param passwordFile a file that holds the password
     */
    public record Store(String url, String user, Path passwordFile) {}

    public ServerSettings {
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not 0 to 65535");
        }
    }

    /**
     * Reads {@code --name=value} arguments.
     *
     * @throws IllegalArgumentException for an unknown, doubtful or incomplete setting: better no start than a wrong one
     */
    public static ServerSettings of(Map<String, String> given, Path defaultDataDir) {
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("unknown settings " + unknown + "; there are " + new TreeSet<>(NAMES));
        }
        var data = given.get("data");
        return new ServerSettings(
                data == null ? defaultDataDir : Path.of(data),
                given.getOrDefault("host", "127.0.0.1"),
                port(given.get("port")),
                store(given));
    }

    private static int port(@Nullable String text) {
        try {
            return text == null ? DEFAULT_PORT : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port " + text + " is not a number", e);
        }
    }

    private static @Nullable Store store(Map<String, String> given) {
        var url = given.get("store-url");
        var user = given.get("store-user");
        var passwordFile = given.get("store-password-file");
        if (url == null && user == null && passwordFile == null) {
            return null;
        }
        if (url == null || user == null || passwordFile == null) {
            throw new IllegalArgumentException("store-url, store-user and store-password-file belong together");
        }
        return new Store(url, user, Path.of(passwordFile));
    }
}
