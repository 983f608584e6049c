package dev.astern.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.Tool;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.TargetTools;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Session;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class McpServletTest {
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""";

    private final FakeGateway gateway = new FakeGateway();
    private final McpServlet door = McpServlet.of(gateway, Guard.LOOPBACK, Clock.systemUTC(), "test");

    @Test
    void a_request_without_a_token_of_a_session_is_challenged() throws Exception {
        for (var token : List.of("", "Bearer aso_operator", "Bearer ass_other", "Basic ass_good")) {
            var request = request("tools/list", "{" + META + "}");
            request.removeHeader("Authorization");
            request.addHeader("Authorization", token);
            var response = send(request);
            assertThat(response.getStatus()).isEqualTo(401);
            assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(gateway.performed).isEmpty();
    }

    @Test
    void a_strange_origin_or_host_is_turned_away() throws Exception {
        var origin = request("tools/list", "{" + META + "}");
        origin.addHeader("Origin", "http://evil.example");
        assertThat(send(origin).getStatus()).isEqualTo(403);
        var host = request("tools/list", "{" + META + "}");
        host.removeHeader("Host");
        host.addHeader("Host", "evil.example");
        assertThat(send(host).getStatus()).isEqualTo(403);
    }

    @Test
    void the_tools_of_the_sessions_targets_are_listed() throws Exception {
        var text = send(request("tools/list", "{" + META + "}")).getContentAsString(UTF_8);
        assertThat(text).contains("shop_run_sql", "idempotency_key", "resultType");
    }

    @Test
    void a_call_reaches_the_gateway_with_its_key_and_reason() throws Exception {
        var response = send(call("shop_run_sql", """
                {"sql":"delete from t","idempotency_key":"k1","reason":"tidy","rehearse":true}"""));
        assertThat(response.getStatus()).isEqualTo(200);
        var done = gateway.performed.getFirst();
        assertThat(done.target()).isEqualTo("shop");
        assertThat(done.arguments()).containsOnlyKeys("sql");
        assertThat(done.idempotencyKey()).isEqualTo("k1");
        assertThat(done.reason()).isEqualTo("tidy");
        assertThat(done.rehearse()).isTrue();
        assertThat(response.getContentAsString(UTF_8)).contains("act_1").contains("\"isError\":false");
    }

    @Test
    void wrong_arguments_are_refused_in_words_and_never_performed() throws Exception {
        var text = send(call("shop_run_sql", "{\"sql\":7}")).getContentAsString(UTF_8);
        assertThat(text).contains("bad_request", "Next:").contains("\"isError\":true");
        assertThat(gateway.performed).isEmpty();
    }

    @Test
    void protocol_errors_have_their_codes() throws Exception {
        assertThat(send(call("other_run_sql", "{}")).getContentAsString(UTF_8)).contains("-32602");
        var unknown = send(request("no/such", "{" + META + "}"));
        assertThat(unknown.getStatus()).isEqualTo(404);
        assertThat(unknown.getContentAsString(UTF_8)).contains("-32601");
        var mismatch = request("tools/list", "{" + META + "}");
        mismatch.removeHeader("Mcp-Method");
        assertThat(send(mismatch).getContentAsString(UTF_8)).contains("-32020");
    }

    @Test
    void the_sdk_era_initializes_and_an_unknown_method_shows_no_insides() throws Exception {
        var opened = send(legacy("initialize", """
                {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}"""));
        assertThat(opened.getStatus()).isEqualTo(200);
        assertThat(opened.getHeader("Mcp-Session-Id")).isNotBlank();
        var unknown = send(legacy("no/such", "{}")).getContentAsString(UTF_8);
        assertThat(unknown).contains("-32601").doesNotContain("at io.");
    }

    @Test
    void an_initialize_that_carries_the_newer_metadata_is_a_removed_method() throws Exception {
        var modern = send(request("initialize", "{" + META + "}"));
        assertThat(modern.getStatus()).isEqualTo(404);
        assertThat(modern.getContentAsString(UTF_8)).contains("-32601");
        assertThat(modern.getHeader("Mcp-Session-Id")).isNull();
        // A client of both eras may leave its newest version in the header when it falls back.
        var fallback = legacy("initialize", """
                {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}""");
        fallback.addHeader("MCP-Protocol-Version", "2026-07-28");
        assertThat(send(fallback).getHeader("Mcp-Session-Id")).isNotBlank();
    }

    private MockHttpServletResponse send(MockHttpServletRequest request) throws ServletException, IOException {
        var response = new MockHttpServletResponse();
        door.service(request, response);
        return response;
    }

    private static MockHttpServletRequest call(String name, String arguments) {
        var request = request("tools/call", "{\"name\":\"" + name + "\",\"arguments\":" + arguments + "," + META + "}");
        request.addHeader("Mcp-Name", name);
        return request;
    }

    private static MockHttpServletRequest request(String method, String params) {
        var request = legacy(method, params);
        request.addHeader("MCP-Protocol-Version", "2026-07-28");
        request.addHeader("Mcp-Method", method);
        return request;
    }

    private static MockHttpServletRequest legacy(String method, String params) {
        var request = new MockHttpServletRequest("POST", "/mcp");
        request.setAsyncSupported(true);
        request.addHeader("Host", "127.0.0.1:8470");
        request.addHeader("Authorization", "Bearer ass_good");
        request.addHeader("Accept", "application/json, text/event-stream");
        request.setContentType("application/json");
        request.setContent(("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}")
                .getBytes(UTF_8));
        return request;
    }

    private static final class FakeGateway implements McpGateway {
        private final List<ActionRequest> performed = new ArrayList<>();

        @Override
        public Session authenticate(String token) {
            if (!token.equals("ass_good")) {
                throw Problem.of(Reason.NOT_AUTHENTICATED, "no").toException();
            }
            return new Session(
                    "ses_1",
                    Session.Kind.AGENT,
                    new Agent("tester", "1"),
                    "test",
                    List.of("shop"),
                    "opr_1",
                    Instant.EPOCH,
                    Instant.MAX,
                    null,
                    null,
                    null);
        }

        @Override
        public List<TargetTools> tools(Session session) {
            var schema = """
                    {"type":"object","properties":{"sql":{"type":"string"}},"required":["sql"],"additionalProperties":false}""";
            return List.of(
                    new TargetTools("shop", List.of(new Tool("run_sql", "Run SQL", "Runs SQL.", schema, false))));
        }

        @Override
        public dev.astern.model.Action own(Session session, String actionId) {
            throw Problem.of(Reason.NOT_FOUND, "this session has no such action")
                    .toException();
        }

        @Override
        public ActionAnswer perform(Session session, ActionRequest request, Cancellation cancellation) {
            performed.add(request);
            return new ActionAnswer(
                    "act_1",
                    ActionState.REHEARSED,
                    Tier.WRITE,
                    Reversibility.REVERSIBLE_WITH_STATE,
                    List.of(),
                    "",
                    List.of(),
                    Output.empty(),
                    null,
                    false);
        }
    }
}
