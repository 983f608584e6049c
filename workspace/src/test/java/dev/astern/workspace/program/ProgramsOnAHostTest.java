package dev.astern.workspace.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.workspace.connector.FilesLaboratory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real program on this host that changes a system by HTTP, run where a workspace's commands run. */
class ProgramsOnAHostTest {
    private static final String PROGRAM = """
            #!/bin/sh
            case $1 in
            show) curl -sf "$CARDS/$2" ;;
            set) curl -sf -X PUT -d "{\\"title\\":\\"$3\\",\\"note\\":\\"$4\\"}" "$CARDS/$2" ;;
            *) exit 2 ;;
            esac
            """;

    private HttpServer cards;
    private FilesLaboratory files;
    private Connector connector;
    private volatile String card = "{\"title\":\"one\",\"note\":\"two\"}";

    @BeforeEach
    void open() throws IOException {
        cards = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cards.createContext("/", this::answer);
        cards.start();
        files = new FilesLaboratory();
        var program = Files.writeString(
                Files.createDirectories(files.base.resolve("bin")).resolve("cards"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var config = files.config(Map.of(
                "env.PATH", program.getParent() + ":/usr/bin:/bin",
                "env.CARDS", "http://127.0.0.1:" + cards.getAddress().getPort()));
        connector = new ProgramProvider(files.provider(), () -> ProgramContractTest.LIBRARY)
                .open(config, FilesLaboratory.lent());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("PUT")) {
                card = new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            }
            var body = card.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterEach
    void close() {
        connector.close();
        files.close();
        cards.stop(0);
    }

    private UndoRequest changed() {
        var call = new Call("run_command", Map.of("argv", List.of("cards", "set", "a", "three", "two")));
        var resolved = (Resolution.Resolved) connector.resolve(call);
        var performance = connector.perform(resolved.operation(), TestExecution.cleared("act_1"));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        assertThat(card).contains("three");
        var digest = ((Performance.Committed) performance).observed().digest();
        return new UndoRequest(
                List.of(new UndoRequest.Selected("act_1", digest)), UndoRequest.OnConflict.KEEP, Map.of(), 10, null);
    }

    @Test
    void what_a_program_changed_elsewhere_is_set_back_by_the_entry_s_compensating_action() {
        var undo = connector.undo(changed(), TestExecution.cleared("und_1"));
        assertThat(((UndoPerformance.Applied) undo).report().count(UndoResult.RESTORED))
                .isEqualTo(1);
        assertThat(card).isEqualTo("{\"title\":\"one\",\"note\":\"two\"}");
    }

    @Test
    void what_somebody_changed_since_is_kept() {
        var request = changed();
        card = "{\"title\":\"by hand\",\"note\":\"two\"}";
        var undo = (UndoPerformance.Applied) connector.undo(request, TestExecution.cleared("und_1"));
        assertThat(undo.report().counts())
                .singleElement()
                .satisfies(count -> assertThat(count.reason()).isEqualTo(Reason.SAME_FIELD_CHANGED));
        assertThat(card).contains("by hand");
    }
}
