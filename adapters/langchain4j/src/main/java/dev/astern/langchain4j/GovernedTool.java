package dev.astern.langchain4j;

import dev.astern.client.AgentClient;
import dev.astern.client.OfferedTool;
import dev.astern.client.Outcome;
import dev.astern.client.Proposal;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tool of a target: the model's call becomes a proposal, and the outcome the model's answer. Nothing is thrown. */
final class GovernedTool implements ToolExecutor {
    private final AgentClient astern;
    private final OfferedTool tool;
    private final ToolSchema schema;
    private final Doubts doubts;

    GovernedTool(AgentClient astern, OfferedTool tool, ToolSchema schema, Doubts doubts) {
        this.astern = astern;
        this.tool = tool;
        this.schema = schema;
        this.doubts = doubts;
    }

    @Override
    public String execute(ToolExecutionRequest call, @Nullable Object memoryId) {
        return run(call, memoryId).text();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest call, InvocationContext context) {
        return run(call, context.chatMemoryId()).result();
    }

    private Reply run(ToolExecutionRequest call, @Nullable Object memoryId) {
        var given = Json.object(call.arguments() == null || call.arguments().isBlank() ? "{}" : call.arguments());
        if (given.isEmpty()) {
            return refused("the arguments are not one JSON object in which each name is there once");
        }
        var arguments = Json.plain(given.get());
        return Added.take(schema.added(), arguments)
                .map(added -> Reply.of(perform(call, memoryId, proposal(arguments, added))))
                .orElseGet(() -> refused(
                        "reason and expect_digest are texts, rehearse is true or false, evidence is an object"));
    }

    private Outcome perform(ToolExecutionRequest call, @Nullable Object memoryId, Proposal proposal) {
        var before = doubts.key(call, memoryId);
        var key = before.orElseGet(() -> CallKey.of(call, memoryId));
        var outcome = astern.perform(proposal.withKey(key));
        return switch (outcome) {
            case Outcome.Unconfirmed unknown -> {
                doubts.remember(call, memoryId, key);
                yield unknown;
            }
            case Outcome.Refused refused when before.isPresent() && !decided(refused) -> stillInDoubt(refused);
            case Outcome.Refused refused -> settled(call, memoryId, refused);
            case Outcome.Done done -> settled(call, memoryId, done);
            case Outcome.Held held -> settled(call, memoryId, held);
        };
    }

    private Outcome settled(ToolExecutionRequest call, @Nullable Object memoryId, Outcome outcome) {
        doubts.settled(call, memoryId);
        return outcome;
    }

    /** Whether it tells how the call before it ended, and not that this one was not let in or not sent. */
    private static boolean decided(Outcome.Refused refused) {
        var state = refused.facts().getOrDefault("state", "");
        return state.equals("failed")
                || (state.equals("refused") && !refused.reason().equals("stopped"));
    }

    private static Outcome stillInDoubt(Outcome.Refused refused) {
        return new Outcome.Unconfirmed(
                refused.reason(),
                refused.detail() + "; of the same call before nobody knows yet",
                refused.next(),
                refused.action(),
                refused.facts());
    }

    private static Reply refused(String detail) {
        return Reply.of(
                new Outcome.Refused("bad_request", detail, "Correct the arguments and call again.", "", Map.of()));
    }

    private Proposal proposal(Map<String, Object> arguments, Added added) {
        var proposal = Proposal.of(tool.target(), tool.tool(), arguments);
        return (added.rehearse() ? proposal.rehearsed() : proposal)
                .because(added.reason())
                .expecting(added.expect())
                .withEvidence(added.evidence());
    }
}
