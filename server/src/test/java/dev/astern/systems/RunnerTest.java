package dev.astern.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.testing.TestPostgres;
import dev.astern.workspace.remote.RemoteConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server and a runner, each a process of its own and of a user of its own. */
class RunnerTest {
    private static final String SECRET = "s3cret-of-the-server";
    /** Understands as much of kubectl as an entry of the library asks for. */
    private static final String KUBECTL = """
            #!/bin/sh
            case $1 in
            get) curl -sf "$API" ;;
            scale) curl -sf -X PUT -d "${3#--replicas=}" "$API" ;;
            *) exit 2 ;;
            esac
            """;

    @TempDir
    private Path base;

    private ServerProcess server;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        var data = Files.createDirectory(base.resolve("server"));
        server = new ServerProcess(data, TestPostgres.database(), "permissive", Map.of("ASTERN_TEST_SECRET", SECRET));
        // Whoever writes a password into a file closes it to others.
        Files.setPosixFilePermissions(data.resolve("store-password"), PosixFilePermissions.fromString("rw-------"));
        server.start();
        open.add(server);
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open.reversed()) {
            one.close();
        }
    }

    private RunnerProcess runner(String name, String kind, String... options) throws Exception {
        var more = new ArrayList<String>();
        for (var option : options) {
            more.addAll(List.of("--option", option));
        }
        var runner = new RunnerProcess(Files.createDirectory(base.resolve(name)), name, more);
        open.add(runner);
        runner.start();
        server.target(Map.of(
                "name",
                name,
                "kind",
                kind,
                "url",
                runner.folder().toUri().toString(),
                "options",
                Map.of("runner", runner.target())));
        return runner;
    }

    private JsonNode ran(JsonNode session, String... argv) throws Exception {
        return server.post(
                        "/v1/actions",
                        session.path("token").asString(),
                        Map.of("tool", "run_command", "arguments", Map.of("argv", List.of(argv))))
                .ok()
                .json();
    }

    private static int exit(JsonNode answer) {
        for (var result : answer.path("results")) {
            if (result.path("tag").asString().equals("run_command")) {
                return result.path("rows").path(0).path(0).asInt();
            }
        }
        throw new AssertionError("no exit code: " + answer);
    }

    private static String printed(JsonNode answer) {
        for (var result : answer.path("results")) {
            if (result.path("tag").asString().equals("output")) {
                return result.path("rows").path(0).path(1).asString();
            }
        }
        throw new AssertionError("nothing was printed: " + answer);
    }

    private JsonNode undone(JsonNode session) throws Exception {
        return server.undo(Map.of("session", session.path("session").path("id").asString()));
    }

    @Test
    void what_a_command_did_through_a_runner_is_taken_back() throws Exception {
        var shop = runner("shop", "workspace");
        Files.writeString(shop.folder().resolve("a.txt"), "before");
        RunnerProcess.own(shop.folder().resolve("a.txt"));
        var session = server.session(List.of("shop"));
        var answer = ran(session, "sh", "-c", "echo after > a.txt; mkdir new; id -u; exit 3");
        assertThat(answer.path("state").asString()).as(answer.toString()).isEqualTo("applied");
        assertThat(exit(answer)).as(answer.toString()).isEqualTo(3);
        assertThat(Files.readString(shop.folder().resolve("a.txt"))).isEqualTo("after\n");
        if (RunnerProcess.separable()) {
            assertThat(printed(answer).strip()).isEqualTo(Integer.toString(RunnerProcess.NOBODY));
        }
        undone(session);
        assertThat(Files.readString(shop.folder().resolve("a.txt"))).isEqualTo("before");
        assertThat(shop.folder().resolve("new")).doesNotExist();
    }

    @Test
    void neither_a_command_nor_the_runner_s_user_reads_anything_of_the_server() throws Exception {
        assumeTrue(RunnerProcess.separable(), "it takes root to be two users");
        var shop = runner("shop", "workspace");
        var session = server.session(List.of("shop"));
        var secrets = files(base.resolve("server"));
        assertThat(secrets.stream().map(path -> path.getFileName().toString()))
                .contains("store-password")
                .hasSizeGreaterThan(3);
        var script = "found=0; while read -r f; do cat \"$f\" 2>/dev/null && found=1; done <secrets; "
                + "cat /proc/" + server.pid() + "/environ 2>/dev/null && found=1; "
                + "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n'; exit $found";
        Files.writeString(
                shop.folder().resolve("secrets"),
                String.join("\n", secrets.stream().map(Path::toString).toList()) + "\n");
        RunnerProcess.own(shop.folder().resolve("secrets"));
        var answer = ran(session, "sh", "-c", script);
        assertThat(exit(answer)).as(answer.toString()).isZero();
        assertThat(answer.toString()).doesNotContain(SECRET);

        var builder = new ProcessBuilder(RunnerProcess.as(List.of("sh", "-c", script))).redirectErrorStream(true);
        builder.environment().clear();
        var process = builder.directory(shop.folder().toFile()).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain(SECRET);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void what_a_program_changed_elsewhere_is_set_back_through_its_runner() throws Exception {
        var api = new Api();
        open.add(api);
        var bin = Files.createDirectory(base.resolve("bin"));
        var kubectl = Files.writeString(bin.resolve("kubectl"), KUBECTL);
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        // Where a runner's workspace is in the host's temporary folder, so is the program.
        runner("ops", "command", "network=host", "env.PATH=" + bin + ":/usr/bin:/bin", "env.API=" + api.url());
        var session = server.session(List.of("ops"));
        var answer = ran(session, "kubectl", "scale", "deployment/web", "--replicas=5", "-n", "shop");
        assertThat(answer.path("state").asString()).as(answer.toString()).isEqualTo("applied");
        assertThat(api.replicas).isEqualTo("5");
        undone(session);
        assertThat(api.replicas).isEqualTo("2");
    }

    @Test
    void a_command_whose_runner_is_killed_is_settled_by_the_places_it_names() throws Exception {
        var shop = runner("shop", "workspace", "mode=files");
        var pipe = shop.folder().resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", "-m", "666", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(shop.folder().resolve("to"), "before");
        RunnerProcess.own(shop.folder().resolve("to"));
        var connector = new RemoteConnector(shop.socket(), "shop", List.of());
        open.add(connector);
        var call = new Call("run_command", Map.of("argv", List.of("cp", "pipe", "to")));
        var operation = ((Resolution.Resolved) connector.resolve(call)).operation();
        var performing =
                CompletableFuture.supplyAsync(() -> connector.perform(operation, TestExecution.cleared("act_1")));
        // Its program waits for what it is to copy, and then for more of it.
        try (var writing = Files.newOutputStream(pipe)) {
            writing.write("half".getBytes(StandardCharsets.UTF_8));
            writing.flush();
            awaitText(shop.folder().resolve("to"), "half");
            shop.kill();
            assertThat(performing.get(60, TimeUnit.SECONDS)).isInstanceOf(Performance.InDoubt.class);
        }
        Files.delete(pipe);
        shop.start();
        var settled = (Settlement.Applied) connector.settle("act_1");
        assertThat(settled.observed().sample().toString()).contains("text=before", "text=half");
        var undo = connector.undo(
                new UndoRequest(
                        List.of(new UndoRequest.Selected(
                                "act_1", settled.observed().digest())),
                        UndoRequest.OnConflict.KEEP,
                        Map.of(),
                        10,
                        null),
                TestExecution.cleared("und_1"));
        assertThat(undo).isInstanceOf(UndoPerformance.Applied.class);
        assertThat(Files.readString(shop.folder().resolve("to"))).isEqualTo("before");
    }

    private static void awaitText(Path file, String text) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(file).equals(text)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** A number that programs set over HTTP. */
    private static final class Api implements AutoCloseable {
        private final HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        volatile String replicas = "2";

        Api() throws IOException {
            http.createContext("/", this::answer);
            http.start();
        }

        String url() {
            return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                if (exchange.getRequestMethod().equals("PUT")) {
                    replicas = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                }
                var body = ("{\"spec\": {\"replicas\": " + replicas + "}}").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
