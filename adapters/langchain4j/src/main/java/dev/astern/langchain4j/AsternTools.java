package dev.astern.langchain4j;

import dev.astern.client.AgentClient;
import dev.astern.client.AsternException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every tool that Astern offers to a session, as a tool of the agent; each call goes through Astern.
 *
 * <pre>{@code
 * var assistant = AiServices.builder(Assistant.class)
 *         .chatModel(model)
 *         .toolProvider(new AsternTools(new AgentClient(url, token)))
 *         .build();
 * }</pre>
 *
 * <p>A call's id from the model makes its idempotency key, so that the same call is not done twice. What is held, refused
 * or unconfirmed is told to the model as text with the next step; nothing is retried here. Other tools that the agent is
 * given, such as methods annotated with {@code @Tool}, do not go through Astern, whatever they change.
 */
public final class AsternTools implements ToolProvider {
    private final AgentClient astern;
    private final Doubts doubts = new Doubts();

    public AsternTools(AgentClient astern) {
        this.astern = astern;
    }

    /**
     * The tools as they are now, asked for at each invocation of the agent.
     *
     * @throws AsternException when the server refuses or can't be reached; the agent then does not start
     */
    @Override
    public ToolProviderResult provideTools(ToolProviderRequest request) {
        return ToolProviderResult.builder().addAll(tools()).build();
    }

    /**
     * The same for those who put an agent together from specifications and executors.
     *
     * @throws AsternException when the server refuses or can't be reached
     */
    public Map<ToolSpecification, ToolExecutor> tools() {
        var tools = new LinkedHashMap<ToolSpecification, ToolExecutor>();
        for (var offered : astern.tools()) {
            var schema = ToolSchema.of(offered);
            tools.put(schema.specification(), new GovernedTool(astern, offered, schema, doubts));
        }
        tools.put(StatusTool.SPECIFICATION, new StatusTool(astern));
        return tools;
    }
}
