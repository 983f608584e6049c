package dev.astern.langchain4j;

import dev.astern.client.AgentClient;
import dev.astern.client.AsternException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import org.jspecify.annotations.Nullable;

/** Tells the model what came of an action, in particular of one that people decide about; called as by MCP. */
final class StatusTool implements ToolExecutor {
    static final ToolSpecification SPECIFICATION = ToolSpecification.builder()
            .name("astern_action_status")
            .description("Tells the state of one of your actions by its id: held (people decide about it), applied,"
                    + " refused and why.")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("action_id")
                    .required("action_id")
                    .additionalProperties(false)
                    .build())
            .build();

    private final AgentClient astern;

    StatusTool(AgentClient astern) {
        this.astern = astern;
    }

    @Override
    public String execute(ToolExecutionRequest call, @Nullable Object memoryId) {
        return reply(call).text();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest call, InvocationContext context) {
        return reply(call).result();
    }

    private Reply reply(ToolExecutionRequest call) {
        var id = Json.object(String.valueOf(call.arguments()))
                .map(arguments -> arguments.path("action_id").asString(""))
                .orElse("");
        if (id.isBlank()) {
            return new Reply("bad_request: give the action_id\nNext: Take it from the answer to your call.", true);
        }
        try {
            return Reply.of(astern.status(id));
        } catch (AsternException e) {
            return new Reply(e.reason() + ": " + e.getMessage() + "\nNext: " + e.next(), true);
        }
    }
}
