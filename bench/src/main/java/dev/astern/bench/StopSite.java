package dev.astern.bench;

import dev.astern.client.AsternClient;
import dev.astern.storage.embedded.TemporaryPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Two servers as processes, their store, and a target whose commits tell when they were. */
final class StopSite implements AutoCloseable {
    private static final Path FOLDER = Path.of("bench", "target", "postgres");
    private static final String TARGET = "stopped";
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private final TemporaryPostgres store;
    private final TemporaryPostgres targets;
    private final Path folder;
    private final List<StopServer> servers = new ArrayList<>();
    private final List<AsternClient> clients = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CALL_TIMEOUT).build();
    private final Connection bare;

    /**
     * @param inFlight actions that the acknowledgement listed
     * @param placed when the server began with it
     * @param holds when it knew that it holds
     */
    record Placed(String id, Set<String> inFlight, Instant placed, Instant holds) {}

    private StopSite(TemporaryPostgres store, TemporaryPostgres targets, Path folder) throws Exception {
        this.store = store;
        this.targets = targets;
        this.folder = folder;
        var postgres = store.postgres();
        bare = DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password());
    }

    static StopSite start() throws Exception {
        Files.createDirectories(FOLDER);
        var store = TemporaryPostgres.start(FOLDER, true, Map.of("max_connections", "200", "shared_buffers", "128MB"));
        var targets = TemporaryPostgres.start(
                FOLDER,
                true,
                Map.of("max_connections", "400", "shared_buffers", "128MB", "track_commit_timestamp", "on"));
        var folder = Files.createDirectories(FOLDER.toAbsolutePath()
                .resolve("stop-" + ProcessHandle.current().pid()));
        var site = new StopSite(store, targets, folder);
        site.prepare();
        return site;
    }

    private void prepare() throws Exception {
        secret("store-password", store.postgres().password());
        secret("target-password", targets.postgres().password());
        try (var connection = target("postgres");
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + TARGET);
        }
        try (var connection = target(TARGET);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mark (id text PRIMARY KEY)");
        }
        serve("one", List.of());
        serve("two", List.of("--signer=none"));
        var first = servers.getFirst();
        var token = new AsternClient(first.url(), null)
                .post("/v1/setup", Map.of("code", first.setupCode(), "name", "bench"))
                .path("token")
                .asString();
        for (var server : servers) {
            clients.add(new AsternClient(server.url(), token));
        }
        var client = clients.getFirst();
        client.post(
                "/v1/targets",
                Map.of(
                        "name",
                        TARGET,
                        "url",
                        targets.postgres().url(TARGET),
                        "user",
                        targets.postgres().user(),
                        "passwordRef",
                        "file:" + folder.resolve("target-password")));
        client.post("/v1/targets/" + TARGET + "/install", Map.of());
        try (var statement = bare.createStatement()) {
            statement.execute("CREATE SCHEMA bare; CREATE TABLE bare.note (id bigint GENERATED ALWAYS AS IDENTITY"
                    + " PRIMARY KEY, note text)");
        }
    }

    private void secret(String name, String content) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.writeString(Files.createFile(folder.resolve(name), mode), content);
    }

    private void serve(String name, List<String> more) throws Exception {
        var options = new ArrayList<>(List.of(
                "--master-key-file=" + folder.resolve("master-key"),
                "--store-url=" + store.postgres().url("postgres"),
                "--store-user=" + store.postgres().user(),
                "--store-password-file=" + folder.resolve("store-password")));
        options.addAll(more);
        servers.add(StopServer.start(folder.resolve(name), options));
    }

    /** One session, half of them at each server. */
    final class Agent {
        private final String name;
        private final URI actions;
        private final String token;

        private Agent(int number) throws IOException {
            var at = number % 2;
            name = "s" + number;
            token = clients.get(at)
                    .post("/v1/sessions", Map.of("agent", name, "agentVersion", "1", "targets", List.of(TARGET)))
                    .path("token")
                    .asString();
            actions = servers.get(at).url().resolve("/v1/actions");
        }

        /** Inserts a mark that nobody else has; its action has the mark as its key. */
        int write(int call) throws IOException, InterruptedException {
            var mark = name + "-" + call;
            var request = HttpRequest.newBuilder(actions)
                    .timeout(CALL_TIMEOUT)
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .header("Idempotency-Key", mark)
                    .POST(BodyPublishers.ofString("{\"sql\":\"INSERT INTO mark VALUES ('" + mark + "')\"}"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    Agent agent(int number) throws IOException {
        return new Agent(number);
    }

    Placed stop() {
        var status = clients.getFirst().post("/v1/stops", Map.of("scope", "all", "reason", "bench"));
        if (!status.path("acknowledged").asBoolean()) {
            throw new IllegalStateException("not acknowledged: " + status);
        }
        var order = status.path("stop");
        return new Placed(
                order.path("id").asString(),
                Set.copyOf(status.path("sessions")
                        .valueStream()
                        .flatMap(s -> s.path("inFlight").valueStream())
                        .map(f -> f.path("action").asString())
                        .toList()),
                Instant.parse(order.path("placedAt").asString()),
                Instant.parse(order.path("acknowledgedAt").asString()));
    }

    JsonNode release(String id) {
        return clients.getFirst().post("/v1/stops/" + id + "/release", Map.of("reason", "bench"));
    }

    void durableInsert() throws SQLException {
        try (var statement = bare.createStatement()) {
            statement.execute("INSERT INTO bare.note (note) VALUES ('" + "x".repeat(200) + "')");
        }
    }

    /** Marks that were committed in a span of time and are of no action that was listed. */
    List<String> effects(Instant from, Instant until, Set<String> listed) throws SQLException {
        var after = new ArrayList<String>();
        try (var connection = target(TARGET);
                var select = connection.prepareStatement("SELECT id, pg_xact_commit_timestamp(xmin) FROM mark"
                        + " WHERE pg_xact_commit_timestamp(xmin) BETWEEN ? AND ?")) {
            select.setObject(1, from.atOffset(ZoneOffset.UTC));
            select.setObject(2, until.atOffset(ZoneOffset.UTC));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var late = Duration.between(
                            from, rows.getObject(2, OffsetDateTime.class).toInstant());
                    var action = action(rows.getString(1));
                    if (!listed.contains(action.id())) {
                        after.add("mark " + rows.getString(1) + ", " + late.toMillis() + " ms late, " + action);
                    }
                }
            }
        }
        return after;
    }

    /** @param proposed when it came to its node */
    private record Made(String id, String node, String state, Instant proposed) {}

    private Made action(String mark) throws SQLException {
        try (var select =
                bare.prepareStatement("SELECT id, node, state, proposed_at FROM action WHERE idempotency_key = ?")) {
            select.setString(1, mark);
            try (var row = select.executeQuery()) {
                return row.next()
                        ? new Made(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant())
                        : new Made("none", "none", "unknown", Instant.EPOCH);
            }
        }
    }

    Instant lastEffect() throws SQLException {
        try (var connection = target(TARGET);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT max(pg_xact_commit_timestamp(xmin)) FROM mark")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    StopServer second() {
        return servers.getLast();
    }

    /** As a power cut that lasts. Returns when nothing that was connected to the store is answered any more. */
    void killStore() throws InterruptedException {
        store.kill();
        while (storeAnswers()) {
            Thread.sleep(1);
        }
    }

    private boolean storeAnswers() {
        try (var statement = bare.createStatement()) {
            statement.execute("SELECT 1");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Whether somebody has started the store again, so that nothing was measured. */
    boolean storeIsBack() {
        var postgres = store.postgres();
        try (var connection =
                DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password())) {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection target(String database) throws SQLException {
        var postgres = targets.postgres();
        return DriverManager.getConnection(postgres.url(database), postgres.user(), postgres.password());
    }

    @Override
    public void close() throws IOException, SQLException {
        servers.forEach(StopServer::close);
        bare.close();
        store.close();
        targets.close();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
