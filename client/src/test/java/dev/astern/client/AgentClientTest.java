package dev.astern.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentClientTest {
    private static final String DONE = """
            {"action": "act_1", "state": "applied", "tier": "write", "reversibility": "reversible_with_state",
             "counts": [{"resource": "public.item", "inserted": 0, "updated": 2, "deleted": 0}], "digest": "d",
             "notes": ["n"], "results": [{"tag": "SELECT", "rowCount": 1, "columns": [{"name": "a", "type": "int4"}],
             "rows": [[1, 0.10, null, true, "x", 12345678901234567890]], "truncated": false}], "repeated": false}""";
    private static final String HELD = """
            {"action": "act_2", "state": "held", "tier": "destructive", "reversibility": "irreversible", "counts": [],
             "notes": [], "approval": "apr_1", "page": "/approvals/apr_1", "why": "It moves money.",
             "rule": "money", "quorum": 1, "decideBy": "2026-11-21T10:00:00Z", "next": "Ask for its state."}""";

    /** Time that passes only when somebody pauses. */
    private static final class Paused implements Waiting {
        private Instant now = Instant.EPOCH;
        private final List<Duration> pauses = new ArrayList<>();

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void pause(Duration duration) {
            pauses.add(duration);
            now = now.plus(duration);
        }
    }

    private final ScriptedServer server = new ScriptedServer();
    private final Paused time = new Paused();
    private final AgentClient client = new AgentClient(server.url(), "ass_secret", Duration.ofSeconds(20), time);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void what_was_done_is_told_with_every_digit() {
        server.then(200, DONE);
        var outcome = client.perform(Proposal.sql("SELECT 1").because("curious").withKey("k-1"));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            assertThat(done.action()).isEqualTo("act_1");
            assertThat(done.state()).isEqualTo(ActionState.APPLIED);
            assertThat(done.counts()).containsExactly(new ResourceCount("public.item", 0, 2, 0));
            assertThat(done.results().getFirst().rows())
                    .containsExactly(Arrays.asList(
                            1L,
                            new BigDecimal("0.10"),
                            null,
                            true,
                            "x",
                            new java.math.BigInteger("12345678901234567890")));
        });
        var asked = server.asked().getFirst();
        assertThat(asked.line()).isEqualTo("POST /v1/actions");
        assertThat(asked.key()).isEqualTo("k-1");
        assertThat(asked.authorization()).isEqualTo("Bearer ass_secret");
        assertThat(asked.body()).contains("\"statements\":[\"SELECT 1\"]", "\"reason\":\"curious\"", "\"target\":null");
    }

    @Test
    void what_is_held_is_told_with_where_people_decide_and_its_repeat_is_held_too() {
        server.then(202, HELD).then(409, """
                        {"status": 409, "reason": "held", "detail": "people decide", "next": "Ask.",
                         "facts": {"action": "act_2"}}""");
        var proposal = Proposal.of("shop", "run_sql", Map.of("sql", "DROP TABLE x"));
        assertThat(client.perform(proposal)).isInstanceOfSatisfying(Outcome.Held.class, held -> {
            assertThat(held.page()).isEqualTo(server.url() + "/approvals/apr_1");
            assertThat(held.decideBy()).contains(Instant.parse("2026-11-21T10:00:00Z"));
        });
        assertThat(client.perform(proposal))
                .isEqualTo(new Outcome.Held("act_2", "", "", "people decide", "", List.of(), Optional.empty(), "Ask."));
        assertThat(server.asked()).extracting(ScriptedServer.Asked::key).containsOnly(proposal.idempotencyKey());
    }

    @ParameterizedTest
    @CsvSource({
        "403, policy_blocked, refused, true",
        "422, statement_failed, failed, true",
        "500, internal, failed, true",
        "400, bad_request, '', true",
        "401, session_expired, '', true",
        "503, unconfirmed, unconfirmed, false",
        "503, unconfirmed, '', false",
        "409, idempotency_key_in_use, '', false",
        "409, erased, '', false",
        "500, internal, '', false",
        "503, store_unreachable, '', false",
        "422, statement_failed, running, false"
    })
    void nothing_is_called_refused_unless_that_is_sure(int status, String reason, String state, boolean refused) {
        server.then(status, """
                {"reason": "%s", "detail": "so", "next": "Do this.", "facts": {"action": "act_3"%s}}""".formatted(reason, state.isEmpty() ? "" : ", \"state\": \"" + state + "\""));
        var outcome = client.perform(Proposal.sql("X"));
        var expected = refused ? Outcome.Refused.class : Outcome.Unconfirmed.class;
        assertThat(outcome)
                .isInstanceOf(expected)
                .hasFieldOrPropertyWithValue("reason", reason)
                .hasFieldOrPropertyWithValue("next", "Do this.")
                .hasFieldOrPropertyWithValue("action", "act_3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>502 Bad Gateway</html>", "{\"error\": \"proxy\"}", "[1]", "{\"reason\": 7}"})
    void what_something_in_between_says_proves_nothing(String body) {
        for (int status : new int[] {200, 202, 302, 404, 502}) {
            server.then(status, body);
            assertThat(client.perform(Proposal.sql("X")))
                    .as("%s %s", status, body)
                    .isInstanceOf(Outcome.Unconfirmed.class)
                    .hasFieldOrPropertyWithValue("reason", "unreadable_answer");
        }
    }

    @Test
    void a_lost_answer_is_not_asked_for_again_and_is_no_refusal() {
        server.thenHangUp();
        var proposal = Proposal.sql("UPDATE item SET v = 'x'");
        assertThat(client.perform(proposal))
                .isInstanceOf(Outcome.Unconfirmed.class)
                .hasFieldOrPropertyWithValue("reason", "no_answer");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void what_was_never_sent_is_refused() {
        server.close();
        assertThat(client.perform(Proposal.sql("X")))
                .isInstanceOf(Outcome.Refused.class)
                .hasFieldOrPropertyWithValue("reason", "unreachable");
    }

    private static String status(String state) {
        return """
                {"id": "act_2", "session": "ses_1", "target": "shop", "tool": "run_sql", "verb": "drop",
                 "summary": "DROP TABLE x", "tier": "destructive", "reversibility": "irreversible", "rehearsal": false,
                 "state": "%s", "counts": [], "digest": "", "notes": [], "reason": null, "detail": null}""".formatted(state);
    }

    @Test
    void waiting_for_people_reads_again_until_they_decided() {
        server.then(200, status("held"))
                .then(503, "{\"reason\": \"store_unreachable\"}")
                .thenHangUp()
                .thenHangUp()
                .then(200, status("running"))
                .then(200, status("applied"));
        assertThat(client.await("act_2", Duration.ofMinutes(1)).state()).isEqualTo(ActionState.APPLIED);
        assertThat(server.asked()).allMatch(asked -> asked.line().equals("GET /v1/session/actions/act_2"));
        assertThat(time.pauses).startsWith(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void waiting_ends_with_what_is_known_when_time_is_up() {
        for (int i = 0; i < 5; i++) {
            server.then(200, status("held"));
        }
        assertThat(client.await("act_2", Duration.ofSeconds(3)).state()).isEqualTo(ActionState.HELD);
        assertThat(time.now).isEqualTo(Instant.EPOCH.plusSeconds(3));
    }

    @Test
    void waiting_for_somebody_elses_action_ends_at_once() {
        server.then(404, "{\"reason\": \"not_found\", \"detail\": \"no\", \"next\": \"Check.\"}");
        assertThatThrownBy(() -> client.await("act_9/../x", Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        AsternException.class, e -> assertThat(e.reason()).isEqualTo("not_found"));
        assertThat(server.asked().getFirst().line()).isEqualTo("GET /v1/session/actions/act_9%2F..%2Fx");
    }

    @Test
    void the_session_and_its_tools_are_told() {
        server.then(200, """
                        {"id": "ses_1", "agent": "bot", "agentVersion": "1", "environment": "production",
                         "targets": ["shop"], "expiresAt": "2026-11-21T10:00:00Z"}""").then(200, """
                        [{"target": "shop", "tools": [{"name": "run_sql", "qualifiedName": "shop_run_sql",
                          "title": "Run SQL", "description": "Runs.", "inputSchema": "{}", "readOnly": false}]}]""").then(200, "{\"nonsense\": 1}").then(200, "<html>");
        assertThat(client.session().id()).isEqualTo("ses_1");
        assertThat(client.tools())
                .containsExactly(new OfferedTool("shop", "run_sql", "shop_run_sql", "Run SQL", "Runs.", "{}", false));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(client::session)
                    .isInstanceOfSatisfying(
                            AsternException.class, e -> assertThat(e.reason()).isEqualTo("unreadable_answer"));
        }
    }

    @Test
    void a_proposal_refuses_what_no_header_holds_and_a_rehearsal_has_a_key_of_its_own() {
        var proposal = Proposal.sql("X");
        assertThat(proposal.because("y").at("shop").idempotencyKey()).isEqualTo(proposal.idempotencyKey());
        assertThat(proposal.rehearsed().idempotencyKey()).isNotEqualTo(proposal.idempotencyKey());
        for (var bad : List.of("", " ", "a\nb", "ä", "x".repeat(256))) {
            assertThatThrownBy(() -> proposal.withKey(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
