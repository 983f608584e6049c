package dev.astern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.json.JsonMapper;

/** A server that answers what it is told to. */
@ResourceLock(Resources.SYSTEM_OUT)
class DoctorCommandTest {
    private static final String WITNESSED = "{\"size\": 7, \"signed\": 7, \"witnesses\": [\"w1\"], \"halted\": null}";
    private static final String GOING = "{\"status\": \"up\", \"stops\": {}, \"stoppedHere\": null}";
    private static final String FILES = """
            {"state": "ready", "product": "workspace, overlay", "resources": 1, "findings": [
              {"resource": "", "reason": "not_permitted", "detail": "commands run as root", "next": "Run it as another."}]}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        Files.createFile(
                folder.resolve("token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(folder.resolve("token"), "ast_op_test");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var answer = answers.get(exchange.getRequestURI().getPath());
            var body = (answer == null ? "{\"reason\": \"not_found\", \"detail\": \"gone\"}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        answers.put("/v1/journal", WITNESSED);
        answers.put("/v1/status", GOING);
        answers.put("/v1/targets", "[{\"name\": \"files\", \"observes\": false}]");
        answers.put("/v1/targets/files/status", FILES);
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private record Ran(int code, String out) {}

    private Ran doctor(String... more) {
        var out = System.out;
        var printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            var args = new ArrayList<>(List.of(
                    "doctor",
                    "--server=http://127.0.0.1:" + server.getAddress().getPort(),
                    "--token-file=" + folder.resolve("token")));
            args.addAll(List.of(more));
            int code = Main.run(args.toArray(String[]::new));
            return new Ran(code, printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }

    @Test
    void what_works_is_ok_and_what_somebody_should_know_is_noted() {
        var ran = doctor();
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("ok    files         ready: workspace, overlay")
                .contains("note  files         not_permitted: commands run as root")
                .contains("Run it as another.")
                .doesNotContain("MEND");
    }

    @Test
    void what_does_not_work_is_to_be_mended_and_the_others_are_looked_at_all_the_same() {
        answers.put(
                "/v1/targets",
                "[{\"name\": \"shop\"}, {\"name\": \"gone\"}, {\"name\": \"files\", \"observes\": true}]");
        answers.put("/v1/targets/shop/status", "{\"state\": \"not_installed\", \"product\": \"PostgreSQL 18\"}");
        answers.put("/v1/journal", "{\"size\": 7, \"signed\": 7, \"witnesses\": []}");
        answers.put(
                "/v1/status",
                "{\"stops\": {\"stp_1\": \"agent bot\"}, \"stoppedHere\": \"stopped\\u001b[31m by its host\"}");
        var ran = doctor();
        assertThat(ran.code()).isEqualTo(Main.REFUSED);
        assertThat(ran.out())
                .contains("MEND  shop          not_installed: PostgreSQL 18")
                .contains("`astern target install shop`")
                .contains("MEND  gone")
                .contains("ok    files")
                .contains("note  files         policy only says there")
                .contains("note  journal       no witness")
                .contains("note  stops         stopped: agent bot")
                .contains("astern release stp_1")
                .contains("MEND  stops         this node is stopped")
                .doesNotContain("\u001b");
    }

    @Test
    void a_halted_journal_is_to_be_mended() {
        answers.put("/v1/journal", "{\"size\": 7, \"signed\": 3, \"halted\": \"another history was cosigned\"}");
        var ran = doctor();
        assertThat(ran.code()).isEqualTo(Main.REFUSED);
        assertThat(ran.out()).contains("MEND  journal       writes are refused: another history was cosigned");
    }

    @Test
    void as_json_it_is_the_same_in_order() {
        var checks = JsonMapper.builder().build().readTree(doctor("--json").out());
        assertThat(checks.get(0).path("about").asString()).isEqualTo("server");
        assertThat(checks.get(2).path("about").asString()).isEqualTo("files");
        assertThat(checks.get(2).path("verdict").asString()).isEqualTo("ok");
        assertThat(checks.get(3).path("next").asString()).isEqualTo("Run it as another.");
    }

    @Test
    void no_answer_is_said_to_be_none() {
        server.stop(0);
        assertThat(doctor().code()).isEqualTo(Main.UNREACHABLE);
    }
}
