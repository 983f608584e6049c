package dev.astern.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Makes the calls that a test gave it, one by one, and then is done. */
final class ScriptedModel implements ChatModel {
    private final Deque<ToolExecutionRequest> calls;
    private final List<ChatRequest> requests = new ArrayList<>();

    ScriptedModel(ToolExecutionRequest... calls) {
        this.calls = new ArrayDeque<>(List.of(calls));
    }

    static ToolExecutionRequest call(String id, String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(tool)
                .arguments(arguments)
                .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        var message = calls.isEmpty() ? AiMessage.from("done") : AiMessage.from(calls.remove());
        return ChatResponse.builder().aiMessage(message).build();
    }

    ChatRequest first() {
        return requests.getFirst();
    }

    /** What the tools answered, in order. */
    List<ToolExecutionResultMessage> answers() {
        return requests.getLast().messages().stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(ToolExecutionResultMessage.class::cast)
                .toList();
    }
}
