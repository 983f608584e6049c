package dev.astern.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started.
 *
 * @param dataDir what it keeps on this machine: the setup code, the node's name, and the embedded store
 * @param host the address to listen on; loopback unless told otherwise
 * @param port the port to listen on; 0 for any free one
 * @param store where the store is, or null for the embedded one
 * @param journal how the journal is kept
 * @param stopFolder where a file stops this node; nodes of one host may share one
 * @param policy in force until an operator puts another one there: a file, or the name of one that is shipped
 * @param connectors lists jars of others with their digests, as sha256sum writes them; or null
 * @param library a folder with recovery entries of the operator's own, or null
 * @param smtpPort where applications of this machine hand over mail; 0 for any free one, null for nowhere
 */
public record ServerSettings(
        Path dataDir,
        String host,
        int port,
        @Nullable Store store,
        Journal journal,
        Path stopFolder,
        String policy,
        @Nullable Path connectors,
        @Nullable Path library,
        @Nullable Integer smtpPort) {
    public static final int DEFAULT_PORT = 8470;

    public static final String DEFAULT_POLICY = "default";
    private static final Pattern ORIGIN = Pattern.compile("[a-z0-9.-]{1,200}(/[a-z0-9.-]{1,50})+");

    private static final Set<String> NAMES = Set.of(
            "data",
            "host",
            "port",
            "store-url",
            "store-user",
            "store-password-file",
            "master-key-file",
            "signer",
            "log-origin",
            "recover-journal",
            "witness-policy",
            "timestamp-url",
            "retain-days",
            "retain-floor-days",
            "stop-folder",
            "policy",
            "connectors",
            "library",
            "smtp-port");

    private static final String RETAIN_FLOOR_DAYS = "183";
    private static final String NO_SIGNER = "none";

    /**
     * A PostgreSQL database of the user's own.
     *
     * @param url {@code jdbc:postgresql://…}, without a password
     * @param user owner of the database or of a schema in it
     * @param passwordFile a file that holds the password
     */
    public record Store(String url, String user, Path passwordFile) {}

    /**
     * @param masterKey a file with the 32 bytes, in hex, that wrap all keys; made at the first start
     * @param signer the folder of the log's signer, or null where another node has it
     * @param origin the log's name in its checkpoints, when it is new; null for one that is made up
     * @param witnessPolicy a tlog-policy file with the witnesses, where they are, and the quorum; or null
     * @param timeAuthority where RFC 3161 requests go; or null
     * @param retain how long what sessions keep sealed is kept after they were closed; null for ever
     * @param recover the name of a new log that is to go on after entries were lost, or null
     */
    public record Journal(
            Path masterKey,
            @Nullable Path signer,
            @Nullable String origin,
            @Nullable String recover,
            @Nullable Path witnessPolicy,
            @Nullable URI timeAuthority,
            @Nullable Duration retain) {
        /** What is used unless told otherwise. */
        public static Journal in(Path dataDir) {
            return new Journal(dataDir.resolve("master-key"), dataDir.resolve("signer"), null, null, null, null, null);
        }
    }

    public ServerSettings {
        Objects.requireNonNull(dataDir, "dataDir");
        Objects.requireNonNull(host, "host");
        range("port", port);
        if (smtpPort != null) {
            range("smtp-port", smtpPort);
        }
    }

    private static void range(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " " + port + " is not 0 to 65535");
        }
    }

    /** The same with another policy at first. */
    public ServerSettings with(String firstPolicy) {
        return new ServerSettings(
                dataDir, host, port, store, journal, stopFolder, firstPolicy, connectors, library, smtpPort);
    }

    private static Path stopFolder(Path dataDir) {
        return dataDir.resolve("stop");
    }

    /** Without connectors and entries of others, and without a door for mail. */
    public ServerSettings(
            Path dataDir,
            String host,
            int port,
            @Nullable Store store,
            Journal journal,
            Path stopFolder,
            String policy) {
        this(dataDir, host, port, store, journal, stopFolder, policy, null, null, null);
    }

    /** All that concerns the journal in the data folder. */
    public ServerSettings(Path dataDir, String host, int port, @Nullable Store store) {
        this(dataDir, host, port, store, Journal.in(dataDir), stopFolder(dataDir), DEFAULT_POLICY);
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
        var data = given.containsKey("data") ? Path.of(given.get("data")) : defaultDataDir;
        return new ServerSettings(
                data,
                given.getOrDefault("host", "127.0.0.1"),
                port(given.get("port")),
                store(given),
                journal(given, Journal.in(data)),
                given.containsKey("stop-folder") ? Path.of(given.get("stop-folder")) : stopFolder(data),
                given.getOrDefault("policy", DEFAULT_POLICY),
                given.containsKey("connectors") ? Path.of(given.get("connectors")) : null,
                given.containsKey("library") ? Path.of(given.get("library")) : null,
                given.containsKey("smtp-port") ? number("smtp-port", given.get("smtp-port")) : null);
    }

    private static Journal journal(Map<String, String> given, Journal usual) {
        var key = given.get("master-key-file");
        var signer = given.get("signer");
        return new Journal(
                key == null ? usual.masterKey() : Path.of(key),
                signer == null ? usual.signer() : signer.equals(NO_SIGNER) ? null : Path.of(signer),
                origin(given, "log-origin"),
                origin(given, "recover-journal"),
                given.containsKey("witness-policy") ? Path.of(given.get("witness-policy")) : null,
                given.containsKey("timestamp-url") ? uri(given.get("timestamp-url")) : null,
                retain(given));
    }

    private static URI uri(String text) {
        var uri = URI.create(text);
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("timestamp-url is http:// or https://, not " + text);
        }
        return uri;
    }

    /** What was recorded is kept for six months, unless the one who runs this has lowered the floor on purpose. */
    private static @Nullable Duration retain(Map<String, String> given) {
        var days = given.get("retain-days");
        if (days == null) {
            return null;
        }
        int floor = number("retain-floor-days", given.getOrDefault("retain-floor-days", RETAIN_FLOOR_DAYS));
        int asked = number("retain-days", days);
        if (asked < Math.max(1, floor)) {
            throw new IllegalArgumentException("retain-days is at least " + Math.max(1, floor)
                    + "; a shorter time needs a lower retain-floor-days, and a reason why the law allows it");
        }
        return Duration.ofDays(asked);
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " " + text + " is not a number", e);
        }
    }

    private static @Nullable String origin(Map<String, String> given, String name) {
        var origin = given.get(name);
        if (origin != null && !ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException(name + " is HOST/LOG in lower-case letters, digits, dots and dashes");
        }
        return origin;
    }

    private static int port(@Nullable String text) {
        return text == null ? DEFAULT_PORT : number("port", text);
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
