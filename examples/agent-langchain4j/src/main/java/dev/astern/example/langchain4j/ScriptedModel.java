package dev.astern.example.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Stands in for a language model, so that the example needs no key and does the same each time. */
final class ScriptedModel implements ChatModel {
    private static final Pattern ACTION = Pattern.compile("act_[0-9a-z]+");

    /** A call that the model makes; {@code ACTION} stands for the id of the action before it. */
    private record Step(String tool, String arguments) {}

    private final Deque<Step> steps = new ArrayDeque<>(List.of(
            new Step("shop_read_rows", "{\"sql\": \"SELECT id, queue, body FROM ticket WHERE id = 21\"}"),
            new Step(
                    "shop_run_sql",
                    "{\"sql\": \"UPDATE ticket SET queue = 'billing' WHERE id = 21\", \"reason\": \"asks for an invoice\"}"),
            new Step("shop_run_sql", "{\"sql\": \"DROP TABLE ticket\", \"reason\": \"it looks unused\"}"),
            new Step("shop_run_sql", "{\"sql\": \"DELETE FROM customer WHERE id = 44\", \"reason\": \"asked for it\"}"),
            new Step("astern_action_status", "{\"action_id\": \"ACTION\"}")));

    @Override
    public ChatResponse doChat(ChatRequest request) {
        var last = request.messages().getLast();
        var read = last instanceof ToolExecutionResultMessage answer ? answer.text() : "";
        if (!read.isEmpty()) {
            System.out.println("  it reads: " + read.replace("\n", "\n            "));
        }
        var message = steps.isEmpty()
                ? AiMessage.from("Ticket 21 is in billing. People decide about removing customer 44.")
                : AiMessage.from(call(steps.remove(), read));
        return ChatResponse.builder().aiMessage(message).build();
    }

    private static ToolExecutionRequest call(Step step, String read) {
        var action = ACTION.matcher(read);
        var arguments = action.find() ? step.arguments().replace("ACTION", action.group()) : step.arguments();
        System.out.println("The model calls " + step.tool() + " " + arguments);
        return ToolExecutionRequest.builder()
                .id("call_" + UUID.randomUUID())
                .name(step.tool())
                .arguments(arguments)
                .build();
    }
}
