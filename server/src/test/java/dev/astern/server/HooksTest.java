package dev.astern.server;

import static dev.astern.server.HookSite.after;
import static dev.astern.server.HookSite.before;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.server.HookSite.Agent;
import dev.astern.testing.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hooks as they are installed, run by a shell against a server over HTTP. */
class HooksTest {
    private static final Map<String, String> MKDIR = Map.of("command", "mkdir out");
    private static final Map<String, String> WRITE = Map.of("file_path", "/home/dev/shop/a.txt", "content", "new\n");

    @TempDir
    private static Path data;

    private static HookSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new HookSite(data);
        site.target("host", "observed", null, Map.of());
        site.target("hasty", "observed", null, Map.of("report_seconds", "1"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void what_may_run_is_recorded_before_it_does_and_observed_after_it_did() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var asked = site.pre(agent, before("t1", "Bash", MKDIR));
        assertThat(asked.decision()).as(asked.out()).isEqualTo("allow");
        assertThat(asked.exitCode()).isZero();
        var action = asked.action();
        assertThat(site.action(action).path("state").asString()).isEqualTo("running");
        assertThat(site.receipts(action)).containsExactly("intent");

        var told = site.post(agent, after("t1", "Bash", MKDIR, Map.of("stdout", "made\n", "stderr", "")));
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.ruling().path("hookEventName").asString()).isEqualTo("PostToolUse");
        var now = site.action(action);
        assertThat(now.path("state").asString()).isEqualTo("observed");
        assertThat(now.path("digest").asString()).isEmpty();
        assertThat(site.receipts(action)).containsExactly("intent", "result");

        // Told again, nothing more is kept; asked again, it is over.
        assertThat(site.post(agent, after("t1", "Bash", MKDIR, "other")).exitCode())
                .isZero();
        assertThat(site.receipts(action)).hasSize(2);
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
    }

    @Test
    void nothing_of_it_can_be_undone_and_the_plan_says_so() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        site.post(agent, after("t1", "Bash", MKDIR, "made"));
        var plan = site.post("/v1/undo/plans", site.ann, Map.of("session", agent.session()));
        assertThat(plan.toString()).contains(action).contains("no_before_state");
        var undo = site.send("/v1/undos", site.ann, "{\"actions\":[\"" + action + "\"],\"reason\":\"r\"}");
        assertThat(undo.statusCode()).isEqualTo(422);
        assertThat(undo.body()).contains("not_undoable");
    }

    @Test
    void what_is_held_is_denied_with_the_page_and_let_go_once_when_people_agreed() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var held = site.pre(agent, before("t1", "Write", WRITE));
        assertThat(held.decision()).isEqualTo("deny");
        assertThat(held.reason())
                .contains("held: ")
                .contains("http://127.0.0.1:")
                .contains("/approvals/apr_");
        var approval = held.reason().replaceAll("(?s).*(apr_\\w+).*", "$1");
        var action = held.action();
        // Until people have decided, asking again asks nobody else.
        assertThat(site.pre(agent, before("t2", "Write", WRITE)).reason()).contains(approval);
        var edit = site.send(
                "/v1/approvals/" + approval + "/edit",
                site.bob,
                "{\"round\":0,\"arguments\":{\"a\":1},\"reason\":\"r\"}");
        assertThat(edit.statusCode()).isEqualTo(409);
        assertThat(edit.body()).contains("conflicting_state");
        site.approve(approval);
        // Agreeing to it does nothing by itself.
        assertThat(site.action(action).path("state").asString()).isEqualTo("held");

        var other = site.pre(agent, before("t3", "Write", Map.of("file_path", "/home/dev/shop/a.txt", "content", "x")));
        assertThat(other.decision()).isEqualTo("deny");
        var let = site.pre(agent, before("t4", "Write", WRITE));
        assertThat(let.decision()).as(let.reason()).isEqualTo("allow");
        assertThat(let.action()).isEqualTo(action);
        assertThat(site.pre(agent, before("t4", "Write", WRITE)).action()).isEqualTo(action);
        var again = site.pre(agent, before("t5", "Write", WRITE));
        assertThat(again.decision()).isEqualTo("deny");
        assertThat(again.reason()).doesNotContain(approval);

        assertThat(site.post(agent, after("t4", "Write", WRITE, Map.of("success", true)))
                        .exitCode())
                .isZero();
        assertThat(site.action(action).path("state").asString()).isEqualTo("observed");
        assertThat(site.receipts(action)).contains("held", "approval", "intent", "result");
        assertThat(site.pre(agent, before("t6", "Write", WRITE)).decision()).isEqualTo("deny");
    }

    @Test
    void under_a_stop_nothing_is_let_go_and_what_was_is_listed() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        var stop = site.post("/v1/stops", site.ann, Map.of("scope", "session", "name", agent.session()));
        assertThat(stop.toString()).contains(action);
        var denied = site.pre(agent, before("t2", "Read", Map.of("file_path", "/etc/hosts")));
        assertThat(denied.decision()).isEqualTo("deny");
        assertThat(denied.reason()).contains("stopped: ");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
    }

    @Test
    void what_nobody_described_is_refused() throws Exception {
        var agent = site.agent(Map.of(), "host");
        for (var tool : List.of("Teleport", "mcp__nobody__knows", "\u001b]0;x\u0007")) {
            var denied = site.pre(agent, before("t-" + tool.length(), tool, Map.of("a", 1)));
            assertThat(denied.decision()).isEqualTo("deny");
            assertThat(denied.reason()).contains("policy_blocked: Nobody described this tool.");
            assertThat(denied.out()).doesNotContain("\u001b");
        }
    }

    @Test
    void without_an_answer_it_is_denied() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var event = before("t1", "Read", Map.of("file_path", "a")).getBytes(UTF_8);
        for (var environment : List.of(
                Map.of("ASTERN_URL", "http://127.0.0.1:1"),
                Map.of("ASTERN_URL", "http://astern.example"),
                Map.of("ASTERN_URL", ""),
                Map.of("ASTERN_TOKEN_FILE", "/nowhere"),
                Map.of("ASTERN_TARGET", "x&y"),
                Map.of("ASTERN_TARGET", "other"),
                Map.of("TMPDIR", "/nowhere"),
                Map.of("PATH", "/nowhere"))) {
            var denied = site.run("pre-tool-use", agent, event, environment);
            assertThat(denied.decision()).as(environment + " " + denied).isEqualTo("deny");
            assertThat(denied.exitCode()).isZero();
            var untold = site.run("post-tool-use", agent, event, environment);
            assertThat(untold.exitCode()).as(environment.toString()).isEqualTo(1);
            assertThat(untold.err()).contains("was not reported");
        }
        var nobody = site.pre(new Agent("none", "ast_nobody"), before("t1", "Read", Map.of()));
        assertThat(nobody.decision()).isEqualTo("deny");
        assertThat(nobody.reason()).contains("token");
    }

    @Test
    void what_is_no_event_is_denied() throws Exception {
        var agent = site.agent(Map.of(), "host");
        for (var event : List.of(
                "",
                "rm -rf /",
                "[]",
                "{}",
                "{\"hook_event_name\":\"PreToolUse\"}",
                before("", "Read", Map.of()),
                before("a b", "Read", Map.of()),
                before("a:b", "Read", Map.of()),
                before("t1", "", Map.of()),
                before("t2", "Bash", Map.of("command", 7)),
                before("t3", "Bash", Map.of("command", "\uD800 x")),
                after("t4", "Bash", MKDIR, "x"),
                before("t5", "x".repeat(300), Map.of()),
                before("t6", "Write", Map.of("file_path", "a", "content", "x".repeat(2_000_000))),
                before("t7", "Write", Map.of("file_path", "a", "content", "x".repeat(34_000_000))))) {
            var denied = site.pre(agent, event);
            assertThat(denied.decision()).as(denied.toString()).isEqualTo("deny");
            assertThat(denied.exitCode()).isZero();
        }
    }

    @Test
    void one_id_is_one_call() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var first = site.pre(agent, before("t1", "Bash", MKDIR));
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).out()).isEqualTo(first.out());
        var other = site.pre(agent, before("t1", "Bash", Map.of("command", "mkdir in")));
        assertThat(other.decision()).isEqualTo("deny");
        assertThat(other.reason()).contains("idempotency_key_reused");
        assertThat(site.read("/v1/actions?session=" + agent.session()).path("items"))
                .hasSize(1);
    }

    @Test
    void what_was_never_asked_for_is_no_action_but_is_in_the_journal() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var untold = site.post(agent, after("t9", "Bash", MKDIR, "made"));
        assertThat(untold.exitCode()).isEqualTo(1);
        assertThat(untold.err()).contains("not_found");
        assertThat(site.read("/v1/actions?session=" + agent.session()).path("items"))
                .isEmpty();
        assertThat(site.read("/v1/journal/entries?limit=1000").toString()).contains("hook.unasked");
    }

    @Test
    void what_is_not_reported_is_unconfirmed_until_it_is() throws Exception {
        var agent = site.agent(Map.of(), "hasty");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        assertThat(site.settled(action)).isEqualTo("unconfirmed");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
        assertThat(site.post(agent, after("t1", "Bash", MKDIR, "made")).exitCode())
                .isZero();
        assertThat(site.action(action).path("state").asString()).isEqualTo("observed");
        assertThat(site.action(action).path("notes").toString()).contains("time for that was over");
    }

    @Test
    void what_a_session_leaves_behind_is_unconfirmed() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        site.post("/v1/sessions/" + agent.session() + "/revoke", site.ann, Map.of("reason", "done"));
        assertThat(site.settled(action)).isEqualTo("unconfirmed");
        assertThat(site.pre(agent, before("t2", "Read", Map.of("file_path", "a")))
                        .decision())
                .isEqualTo("deny");
        assertThat(site.post(agent, after("t1", "Bash", MKDIR, "made")).err()).contains("HTTP 401");
    }

    @Test
    void a_failure_is_kept_with_its_code_and_halts_a_session_that_fails_fast() throws Exception {
        var agent = site.agent(Map.of("failFast", true), "host");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        var failed = HookSite.event(
                "PostToolUseFailure", "t1", "Bash", MKDIR, Map.of("error", "Exit code 3\nno such folder"));
        assertThat(site.post(agent, failed).exitCode()).isZero();
        assertThat(site.action(action).path("state").asString()).isEqualTo("observed");
        assertThat(site.read("/v1/actions/" + action + "/receipts").toString()).contains("exit_code\\\":3");
        assertThat(site.pre(agent, before("t2", "Read", Map.of("file_path", "a")))
                        .reason())
                .contains("session_halted");
    }

    @Test
    void another_life_of_the_server_knows_what_was_let_go() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var action = site.pre(agent, before("t1", "Bash", MKDIR)).action();
        site.restart();
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).action()).isEqualTo(action);
        assertThat(site.post(agent, after("t1", "Bash", MKDIR, "made")).exitCode())
                .isZero();
        assertThat(site.action(action).path("state").asString()).isEqualTo("observed");
    }

    @Test
    void what_was_not_let_go_when_the_server_died_never_is() throws Exception {
        var agent = site.agent(Map.of(), "host");
        site.dies.set("cleared");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
        site.restart();
        var action = site.read("/v1/actions?session=" + agent.session())
                .path("items")
                .get(0)
                .path("id")
                .asString();
        assertThat(site.settled(action)).isEqualTo("failed");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
    }

    @Test
    void an_answer_that_was_lost_is_given_again() throws Exception {
        var agent = site.agent(Map.of(), "host");
        site.dies.set("let-go");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("deny");
        assertThat(site.pre(agent, before("t1", "Bash", MKDIR)).decision()).isEqualTo("allow");
        assertThat(site.read("/v1/actions?session=" + agent.session()).path("items"))
                .hasSize(1);
    }

    @Test
    void an_answer_that_is_lost_on_its_way_is_asked_for_again_by_the_script() throws Exception {
        var agent = site.agent(Map.of(), "host", "hasty");
        try (var wire = site.wire()) {
            wire.lose("POST /v1/hooks/pre-tool-use", Wire.Loss.ANSWER);
            var environment = Map.of("ASTERN_URL", "http://127.0.0.1:" + wire.port(), "ASTERN_TARGET", "host");
            var event = before("t1", "Bash", MKDIR).getBytes(UTF_8);
            var asked = site.run("pre-tool-use", agent, event, environment);
            assertThat(asked.decision()).as(asked.toString()).isEqualTo("allow");
        }
        assertThat(site.read("/v1/actions?session=" + agent.session()).path("items"))
                .hasSize(1);
        assertThat(site.pre(agent, before("t2", "Bash", MKDIR)).reason()).contains("name the target");
    }

    @Test
    void nothing_is_done_there_by_other_doors() throws Exception {
        var agent = site.agent(Map.of(), "host");
        var body = "{\"tool\":\"Bash\",\"arguments\":{\"input\":{\"command\":\"ls\"}}}";
        var refused = site.send("/v1/actions", agent.token(), body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("by its hook");
        assertThat(site.send("/v1/hooks/pre-tool-use", site.ann, before("t1", "Read", Map.of()))
                        .statusCode())
                .isEqualTo(403);
    }
}
