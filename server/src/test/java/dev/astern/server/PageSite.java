package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.config.ServerSettings;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.StepObserver;
import dev.astern.testing.TestPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** A server with its pages in front of a shop, and an agent there whose deletions are held. */
final class PageSite implements AutoCloseable {
    /** What approvers of a deletion tick. */
    static final String TICK = "ROLLBACK_CONFIRMED";

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final AtomicInteger row = new AtomicInteger();
    final URI url;
    final String ann;
    final String agent;
    private final Target target;
    private final ConfigurableApplicationContext server;

    PageSite(Path data) throws Exception {
        target = new Target(
                "CREATE TABLE item (id int PRIMARY KEY, v text)",
                "INSERT INTO item SELECT i, 'value ' || i FROM generate_series(1, 100) i");
        var store = TestPostgres.database();
        var password = data.resolve("store-password");
        Files.writeString(password, store.password());
        Files.writeString(data.resolve("target-password"), "gateway");
        var settings =
                new ServerSettings(data, "127.0.0.1", 0, new ServerSettings.Store(store.url(), store.user(), password));
        var node = Node.open(settings, List.of(new SqlProvider()), StepObserver.none(), (action, failure) -> {});
        server = Main.serve(settings, node);
        url = URI.create("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
        var code = Files.readString(data.resolve("setup-code")).strip();
        ann = rest("/v1/setup", null, Map.of("code", code, "name", "ann"))
                .path("token")
                .asString();
        var config = target.config();
        rest(
                "/v1/targets",
                ann,
                Map.of(
                        "name",
                        "shop",
                        "url",
                        config.url(),
                        "user",
                        config.user(),
                        "passwordRef",
                        "file:" + data.resolve("target-password")));
        agent = rest("/v1/sessions", ann, Map.of("agent", "bot", "agentVersion", "1", "targets", List.of("shop")))
                .path("token")
                .asString();
    }

    String held() throws Exception {
        return held("DELETE FROM item WHERE id = " + row.incrementAndGet(), "");
    }

    String held(String sql, String reason) throws Exception {
        var answer = rest("/v1/actions", agent, Map.of("sql", sql, "reason", reason));
        assertThat(answer.path("state").asString()).as(answer.toString()).isEqualTo("held");
        return answer.path("page").asString().substring("/approvals/".length());
    }

    String operator(String name, String... permissions) throws Exception {
        return rest("/v1/operators", ann, Map.of("name", name, "permissions", List.of(permissions)))
                .path("token")
                .asString();
    }

    String state(String id) throws Exception {
        return read("/v1/approvals/" + id).path("approval").path("state").asString();
    }

    JsonNode votes(String id) throws Exception {
        return read("/v1/approvals/" + id).path("approval").path("votes");
    }

    String ended(String id) throws Exception {
        var deadline = System.nanoTime() + 30_000_000_000L;
        var state = state(id);
        while (List.of("pending", "approved", "running").contains(state) && System.nanoTime() < deadline) {
            state = state(id);
        }
        return state;
    }

    String value(int row) throws Exception {
        var answer = rest("/v1/actions", agent, Map.of("sql", "SELECT v FROM item WHERE id = " + row));
        var rows = answer.path("results").get(0).path("rows");
        return rows.isEmpty() ? "" : rows.get(0).get(0).asString();
    }

    String acts() throws Exception {
        var entries = new StringBuilder();
        read("/v1/journal/entries?limit=1000")
                .path("items")
                .forEach(item -> entries.append(item.path("entry").asString()));
        return entries.toString();
    }

    JsonNode read(String path) throws Exception {
        return JSON.readTree(HTTP.send(
                        HttpRequest.newBuilder(url.resolve(path))
                                .header("Authorization", "Bearer " + ann)
                                .build(),
                        BodyHandlers.ofString())
                .body());
    }

    JsonNode rest(String path, @Nullable String token, Map<String, ?> body) throws Exception {
        var request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path + " " + response.body()).isLessThan(300);
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    @Override
    public void close() {
        server.close();
        target.close();
    }
}
