package dev.astern.langchain4j;

import static dev.astern.langchain4j.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.client.AsternException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.AiServices;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** In LangChain4j's own loop, with a model that follows a script. */
class AsternToolsTest {
    private static final String SCHEMA = """
            {"type": "object",
             "properties": {
               "sql": {"type": "string", "description": "One statement."},
               "mode": {"type": "string", "enum": ["fast", "safe"]},
               "limit": {"type": "integer", "minimum": 1},
               "tags": {"type": "array", "items": {"type": "string"}},
               "evidence": {"type": "string"},
               "where": {"type": "object", "properties": {"id": {"type": "number"}}, "required": ["id"],
                         "additionalProperties": false},
               "any": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
             "required": ["sql"], "additionalProperties": false}""";

    /** An agent. */
    interface Assistant {
        String chat(String words);
    }

    private final FakeAstern astern = new FakeAstern(SCHEMA);

    @AfterEach
    void close() {
        astern.close();
    }

    private ScriptedModel run(ScriptedModel model) {
        var assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .toolProvider(new AsternTools(astern.client()))
                .build();
        assertThat(assistant.chat("go")).isEqualTo("done");
        return model;
    }

    private ToolExecutionResultMessage answer(String arguments) {
        return run(new ScriptedModel(call("c1", "shop_run_sql", arguments)))
                .answers()
                .getFirst();
    }

    private static ToolSpecification tool(ScriptedModel model, String name) {
        return model.first().toolSpecifications().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_model_sees_every_tool_with_its_whole_schema() {
        var model = run(new ScriptedModel());
        assertThat(model.first().toolSpecifications())
                .extracting(ToolSpecification::name)
                .containsExactlyInAnyOrder("shop_read_rows", "shop_run_sql", "astern_action_status");
        var write = tool(model, "shop_run_sql");
        assertThat(write.description()).isEqualTo("At shop: Does run_sql.");
        var shown = FakeAstern.JSON.valueToTree(JsonSchemaElementUtils.toMap(write.parameters()));
        var own = FakeAstern.JSON.readTree(SCHEMA);
        // What says that an object has no other members is in the element; not every model's adapter passes it on.
        assertThat(write.parameters().properties().get("where"))
                .isInstanceOfSatisfying(
                        JsonObjectSchema.class,
                        where -> assertThat(where.additionalProperties()).isFalse());
        ((ObjectNode) own.path("properties").path("where")).remove("additionalProperties");
        own.path("properties")
                .properties()
                .forEach(p -> assertThat(shown.path("properties").path(p.getKey()))
                        .as(p.getKey())
                        .isEqualTo(p.getValue()));
        assertThat(shown.path("required")).isEqualTo(own.path("required"));
        assertThat(write.parameters().additionalProperties()).isFalse();
        assertThat(write.parameters().properties()).containsKeys("reason", "rehearse", "expect_digest");
        assertThat(tool(model, "shop_read_rows").parameters().properties()).containsOnlyKeys("reason");
    }

    @Test
    void a_call_goes_through_astern_and_what_astern_added_is_not_the_tools() {
        var answer = answer("""
                {"sql": "UPDATE item SET v = 1.10", "limit": null, "evidence": "own", "reason": "ticket 7",
                 "rehearse": false, "where": {"id": 12345678901234567890.10}}""");
        assertThat(answer.isError()).isNotEqualTo(true);
        assertThat(answer.text()).contains("\"action_id\":\"act_1\"", "\"updated\":1", "12345678901234567890.10");
        var sent = astern.performed().getFirst();
        assertThat(sent.body().path("target").asString()).isEqualTo("shop");
        assertThat(sent.body().path("tool").asString()).isEqualTo("run_sql");
        assertThat(sent.body().path("reason").asString()).isEqualTo("ticket 7");
        assertThat(sent.body().path("arguments").propertyNames()).containsExactlyInAnyOrder("sql", "evidence", "where");
        assertThat(sent.body().path("arguments").toString()).contains("12345678901234567890.10");
        assertThat(sent.key()).startsWith("c1-");
    }

    @Test
    void the_same_call_has_the_same_key_and_another_one_with_its_id_has_not() {
        var arguments = "{\"sql\": \"UPDATE item SET n = n + 1\"}";
        run(new ScriptedModel(call("0", "shop_run_sql", arguments), call("0", "shop_run_sql", arguments)));
        assertThat(astern.performed()).hasSize(2);
        assertThat(astern.effects()).isEqualTo(1);
        run(new ScriptedModel(call("0", "shop_run_sql", "{\"sql\": \"UPDATE item SET n = 0\"}")));
        assertThat(astern.effects()).isEqualTo(2);
        assertThat(CallKey.of(call("", "t", "{}"), "m")).isNotEqualTo(CallKey.of(call("", "t", "{}"), "m"));
        assertThat(CallKey.of(call("ä\n\"".repeat(200), "t", "{}"), "m")).matches("[ -~]{1,255}");
        assertThat(CallKey.of(call("1", "t", "{}"), "m")).isNotEqualTo(CallKey.of(call("1", "t", "{}"), "other"));
    }

    @Test
    void what_is_held_is_told_with_its_id_and_link_and_asks_nothing() {
        var model = run(new ScriptedModel(
                call("c1", "shop_run_sql", "{\"sql\": \"DROP TABLE item\"}"),
                call("c2", "astern_action_status", "{\"action_id\": \"act_9\"}")));
        var held = model.answers().getFirst();
        assertThat(held.isError()).isTrue();
        assertThat(held.text())
                .isEqualTo("held: It can't be taken back. (action act_9)\nNothing of it is in effect. People decide at"
                        + " http://x/apr_9 until 2026-11-21T10:00:00Z.\nNext: Ask for its state; do not send it again.")
                .doesNotContain("?");
        assertThat(model.answers().getLast().text()).contains("\"state\":\"refused\"", "approval_denied");
        assertThat(astern.performed()).hasSize(1);
    }

    @Test
    void what_is_refused_is_told_with_its_reason_and_the_next_step() {
        var refused = answer("{\"sql\": \"FORBIDDEN\"}");
        assertThat(refused.isError()).isTrue();
        assertThat(refused.text())
                .isEqualTo("policy_blocked: not this {\"rule\":\"no\"} (action act_8)\nNothing of it is in effect.\n"
                        + "Next: Ask the policy's owner.");
    }

    @Test
    void a_lost_answer_is_not_retried_and_not_called_a_failure() {
        var lost = answer("{\"sql\": \"LOST\"}");
        assertThat(lost.isError()).isTrue();
        assertThat(lost.text()).startsWith("no_answer").contains("Nobody knows yet", "Do not call it again.");
        assertThat(astern.performed()).hasSize(1);
        assertThat(astern.effects()).isEqualTo(1);
    }

    @Test
    void a_model_that_calls_again_in_doubt_does_nothing_twice() {
        var lost = "{\"sql\": \"LOST\"}";
        var model = run(new ScriptedModel(
                call("c1", "shop_run_sql", lost),
                call("c2", "shop_run_sql", lost),
                call("c3", "shop_run_sql", "{\"sql\": \"LOST too\"}")));
        assertThat(model.answers()).allMatch(answer -> answer.text().startsWith("no_answer"));
        assertThat(astern.performed().get(1).key())
                .isEqualTo(astern.performed().get(0).key())
                .isNotEqualTo(astern.performed().get(2).key());
        assertThat(astern.effects()).isEqualTo(2);
    }

    @Test
    void a_repeat_that_is_not_let_in_leaves_the_doubt_as_it_is() {
        var lost = "{\"sql\": \"LOST\"}";
        astern.stopAfter(1, 1);
        var model = run(new ScriptedModel(
                call("c1", "shop_run_sql", lost), call("c2", "shop_run_sql", lost), call("c3", "shop_run_sql", lost)));
        assertThat(model.answers().get(1).text()).startsWith("stopped: ").contains("Nobody knows yet");
        assertThat(astern.performed().stream().map(FakeAstern.Performed::key).distinct())
                .hasSize(1);
        assertThat(astern.effects()).isEqualTo(1);
    }

    @Test
    void what_was_settled_may_be_called_again() {
        var twice = "{\"sql\": \"UPDATE item SET n = n + 1\"}";
        run(new ScriptedModel(call("c1", "shop_run_sql", twice), call("c2", "shop_run_sql", twice)));
        assertThat(astern.effects()).isEqualTo(2);
    }

    @Test
    void arguments_that_make_no_sense_are_not_sent() {
        for (var bad : List.of(
                "[]",
                "{\"sql\": ",
                "{\"sql\": \"a\", \"sql\": \"b\"}",
                "{} {}",
                "{\"sql\": \"a\", \"rehearse\": \"yes\"}",
                "{\"sql\": \"a\", \"reason\": 7}")) {
            var answer = answer(bad);
            assertThat(answer.isError()).as(bad).isTrue();
            assertThat(answer.text()).as(bad).startsWith("bad_request");
        }
        assertThat(astern.performed()).isEmpty();
    }

    @Test
    void an_agent_does_not_start_without_its_tools() {
        var assistant = AiServices.builder(Assistant.class)
                .chatModel(new ScriptedModel())
                .toolProvider(new AsternTools(astern.client()))
                .build();
        astern.close();
        assertThatThrownBy(() -> assistant.chat("go")).isInstanceOf(AsternException.class);
    }

    @Test
    void the_tools_are_there_for_those_who_run_the_loop_themselves() {
        var tools = new AsternTools(astern.client()).tools();
        var executor = tools.entrySet().stream()
                .filter(t -> t.getKey().name().equals("shop_run_sql"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(executor.execute(call("c", "shop_run_sql", "{\"sql\": \"DROP TABLE x\"}"), "default"))
                .startsWith("held");
    }
}
