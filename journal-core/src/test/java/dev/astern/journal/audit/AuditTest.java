package dev.astern.journal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Leaf;
import dev.astern.journal.Parsed;
import dev.astern.journal.entry.Disclosed;
import dev.astern.journal.entry.Disclosure;
import dev.astern.journal.entry.Entry;
import dev.astern.journal.entry.EntryType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");

    private final AuditTrail trail = new AuditTrail();
    private byte salt;

    @Test
    void an_action_is_one_audit_entry_of_exactly_these_fields() {
        var action = action(true);
        assertThat(CanonicalJson.write(AuditJson.entry(action)))
                .isEqualTo("{\"agent\":\"deploy-bot\","
                        + "\"approval\":{\"approved_at\":\"2026-11-21T09:59:00Z\",\"required\":true,\"reviewer\":\"opr_1\"},"
                        + "\"command\":\"DELETE FROM a\",\"environment\":\"production\",\"exit_code\":0,"
                        + "\"output\":{\"rows\":[1]},\"risk_score\":72,\"session_id\":\"ses_1\","
                        + "\"timestamp\":\"2026-11-21T10:00:03Z\",\"working_directory\":null}");
    }

    @Test
    void what_is_withheld_is_null_and_counted() {
        var action = action(false);
        var entry = AuditJson.entry(action);
        assertThat(entry)
                .containsOnlyKeys(
                        "timestamp",
                        "session_id",
                        "agent",
                        "command",
                        "risk_score",
                        "approval",
                        "exit_code",
                        "output",
                        "working_directory",
                        "environment")
                .containsEntry("command", null)
                .containsEntry("output", null)
                .containsEntry("exit_code", 0L);
        assertThat(action.withheld()).isEqualTo(4);
        assertThat(AuditMarkdown.section(action)).endsWith("    entries: [3,4]\n    not shown: 4\n");
    }

    @Test
    void an_action_that_is_not_settled_stays_open() {
        add(0, "intent", "act_1", intent(), true);
        assertThat(add(1, "result", "act_1", Map.of("state", "unconfirmed"), true))
                .isEqualTo(Optional.empty());
        add(2, "intent", "act_2", intent(), true);
        var settled = (AuditItem.Action)
                add(3, "result", "act_1", Map.of("state", "applied"), true).orElseThrow();
        assertThat(settled.entries()).containsExactly(0L, 1L, 3L);
        assertThat(settled.text("state")).contains("applied");
        assertThat(settled.ended()).isEqualTo(TIME.plusSeconds(3));
        assertThat(trail.rest()).hasSize(1).first().isInstanceOf(AuditItem.Action.class);
        assertThat(add(4, "refusal", "act_3", Map.of("problem", "not_allowed"), true))
                .isPresent();
    }

    @Test
    void other_entries_are_told_as_they_are() {
        var event = add(0, "act", null, act("POST /operators"), true).orElseThrow();
        assertThat(AuditMarkdown.section(event)).isEqualTo("""

                ## act, ses_1

                    time: "2026-11-21T10:00:00Z"
                    act: "POST /operators"
                    operator: "opr_1"
                    phase: "ended"
                    status: 200
                    entries: [0]
                """);
    }

    @Test
    void nothing_in_markdown_can_look_like_something_else() {
        var action = new AuditItem.Action(
                "ses_1",
                "act_1",
                List.of(0L),
                TIME,
                TIME,
                List.of(Map.of("command", "x\n## act_2, ses_1\n<script>`*", "output", List.of("\n# a"))),
                0);
        assertThat(AuditMarkdown.section(action).lines().filter(line -> !line.startsWith("    ")))
                .containsExactly("", "## act_1, ses_1", "");
        var event = new AuditItem.Event(EntryType.ACT, "ses_1", 0, TIME, Map.of("a\nb", 1), 0);
        assertThat(AuditMarkdown.section(event)).contains("    \"a\\nb\": 1\n");
    }

    @Test
    void audit_files_are_one_array_and_one_text() throws IOException {
        var json = new ByteArrayOutputStream();
        var markdown = new ByteArrayOutputStream();
        var files = new AuditFiles("example.com/log", json, markdown);
        files.add(AuditFiles.Text.of(List.of(action(true), action(false))));
        files.add(AuditFiles.Text.of(List.of(add(9, "act", null, act("a"), true).orElseThrow())));
        files.finish();
        var array = json.toByteArray();
        assertThat(array[array.length - 1]).isEqualTo((byte) '\n');
        assertThat(CanonicalJson.parse(Arrays.copyOf(array, array.length - 1)))
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat((List<?>) read.value()).hasSize(2));
        assertThat(markdown.toString(UTF_8)).startsWith("# Audit trail\n").contains("## act_1, ses_1", "## act, ses_1");
    }

    @Test
    void an_event_of_ocsf_has_what_its_class_requires() {
        var event = Ocsf.event(action(true), "example.com/log");
        assertThat(event)
                .containsEntry("class_uid", 6003)
                .containsEntry("category_uid", 6)
                .containsEntry("activity_id", 4)
                .containsEntry("activity_name", "Delete")
                .containsEntry("type_uid", 600304)
                .containsEntry("severity_id", 1)
                .containsEntry("status_id", 1)
                .containsEntry("disposition_id", 1)
                .containsEntry("risk_score", 72L)
                .containsEntry("time", TIME.toEpochMilli() + 3_000)
                .containsKeys("actor", "api", "src_endpoint", "metadata", "unmapped");
        assertThat(CanonicalJson.write(event))
                .contains(
                        "\"operation\":\"x\"",
                        "\"uid\":\"act_1\"",
                        "\"version\":\"1.8.0\"",
                        "\"command\":\"DELETE FROM a\"");
        // Nothing is required of what nobody knows.
        var bare = new AuditItem.Action("ses_1", "act_1", List.of(0L), TIME, TIME, List.of(), 0);
        assertThat(Ocsf.event(bare, "o"))
                .containsEntry("activity_id", 99)
                .containsEntry("status_id", 0)
                .containsEntry("disposition_id", 0)
                .doesNotContainKey("unmapped");
    }

    @Test
    void a_span_has_the_names_of_the_conventions() {
        var span = OpenTelemetry.span(action(true));
        assertThat(span).containsEntry("name", "execute_tool x");
        assertThat(CanonicalJson.write(span.get("attributes")))
                .isEqualTo(
                        "{\"astern.approval.required\":true,\"astern.environment\":\"production\",\"astern.exit_code\":0,"
                                + "\"astern.policy.decision\":\"allow\",\"astern.reversibility\":\"x\",\"astern.risk_score\":72,"
                                + "\"astern.state\":\"applied\",\"astern.target\":\"x\",\"astern.tier\":\"x\","
                                + "\"gen_ai.agent.id\":\"deploy-bot\",\"gen_ai.agent.version\":\"1\","
                                + "\"gen_ai.conversation.id\":\"ses_1\",\"gen_ai.operation.name\":\"execute_tool\","
                                + "\"gen_ai.tool.call.arguments\":{\"command\":\"DELETE FROM a\"},"
                                + "\"gen_ai.tool.call.id\":\"act_1\",\"gen_ai.tool.call.result\":{\"rows\":[1]},"
                                + "\"gen_ai.tool.name\":\"x\"}");
    }

    private static Map<String, Object> act(String act) {
        return Map.of("act", act, "operator", "opr_1", "phase", "ended", "status", 200);
    }

    @Test
    void what_was_too_long_is_joined_again() {
        var text = Map.of("of", "text", "parts", List.of("DELETE ", "FROM a"));
        assertThat(Parts.joined(text)).isEqualTo("DELETE FROM a");
        assertThat(Parts.joined(Map.of("of", "json", "parts", List.of("{\"a\"", ":1}"))))
                .isEqualTo(Map.of("a", 1L));
        for (var other : List.of(
                Map.of("of", "json", "parts", List.of("{")),
                Map.of("of", "text", "parts", List.of("a", Map.of("...", "digest"))),
                Map.of("parts", List.of("a")),
                "a")) {
            assertThat(Parts.joined(other)).isEqualTo(other);
        }
        add(0, "intent", "act_1", intent(), true);
        var result = new HashMap<>(intent());
        result.putAll(Map.of("state", "applied", "output", field("output", text)));
        var action = (AuditItem.Action) add(1, "result", "act_1", result, true).orElseThrow();
        assertThat(AuditJson.entry(action)).containsEntry("output", "DELETE FROM a");
    }

    private AuditItem.Action action(boolean shown) {
        var intent = new HashMap<>(intent());
        intent.put("command", field("command", "DELETE FROM a"));
        intent.put("environment", field("environment", "production"));
        add(3, "intent", "act_1", intent, shown);
        var result = new HashMap<>(intent());
        result.putAll(Map.of("state", "applied", "exit_code", 0));
        result.put("output", field("output", Map.of("rows", List.of(1))));
        result.put("environment", field("environment", "production"));
        return (AuditItem.Action) add(4, "result", "act_1", result, shown).orElseThrow();
    }

    private static Map<String, @Nullable Object> intent() {
        var body = new HashMap<String, @Nullable Object>();
        body.put("agent", Map.of("id", "deploy-bot", "version", "1"));
        body.put("policy", Map.of("id", "p", "version", "1", "decision", "allow"));
        body.put("approval", Map.of("required", true, "reviewer", "opr_1", "approved_at", "2026-11-21T09:59:00Z"));
        body.put("risk_score", 72);
        for (var name : List.of("target", "tool", "tier", "reversibility")) {
            body.put(name, "x");
        }
        body.put("verb", "delete");
        return body;
    }

    private Disclosure field(String name, Object value) {
        var bytes = new byte[16];
        bytes[0] = salt++;
        return Disclosure.field(bytes, name, value);
    }

    /** Values that are disclosures are bound by their digests, and shown or not. */
    private Optional<AuditItem> add(
            long index,
            String type,
            @Nullable String action,
            Map<String, ? extends @Nullable Object> fields,
            boolean shown) {
        var body = new HashMap<String, @Nullable Object>(fields);
        var disclosures = new ArrayList<Disclosure>();
        fields.forEach((name, value) -> {
            if (value instanceof Disclosure disclosure) {
                disclosures.add(disclosure);
                body.remove(name);
            }
        });
        if (!disclosures.isEmpty()) {
            body.put("_sd", Disclosure.digests(disclosures));
            body.put("_sd_alg", "sha-256");
        }
        var leaf = Leaf.render("ses_1", 0, Leaf.NONE, type, TIME.plusSeconds(index), action, body);
        var entry = ((Parsed.Read<Entry>) Entry.parse(leaf.text().getBytes(UTF_8))).value();
        var said = ((Parsed.Read<Disclosed>) entry.disclose(shown ? disclosures : List.of())).value();
        return trail.add(index, entry, said);
    }
}
