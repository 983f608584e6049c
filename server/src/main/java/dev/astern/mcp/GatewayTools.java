package dev.astern.mcp;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Tool;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.ToolNames;
import dev.astern.model.Session;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tools of one session's targets. */
final class GatewayTools implements Toolbox {
    /** What came of an action, in particular of one that waits for people. */
    private static final ToolSpec STATUS = new ToolSpec(
            "astern_action_status",
            "What came of an action",
            "Tells the state of one of your actions by its id: held (people decide about it), applied, refused and why.",
            Schemas.ACTION_INPUT,
            Schemas.ACTION_OUTPUT,
            true);

    private final McpGateway gateway;
    private final Session session;
    private final Map<String, Offered> offered = new LinkedHashMap<>();

    private record Offered(String target, String tool, Map<String, Object> ownArguments, ToolSpec spec) {}

    GatewayTools(McpGateway gateway, Session session) {
        this.gateway = gateway;
        this.session = session;
        var targets = gateway.tools(session);
        var names = ToolNames.ofTargets(targets).iterator();
        for (var target : targets) {
            for (var tool : target.tools()) {
                var name = names.next();
                offered.put(name, offer(name, target.target(), tool));
            }
        }
    }

    private static Offered offer(String name, String target, Tool tool) {
        var schema = Json.object(tool.inputSchema());
        var spec = new ToolSpec(
                name,
                tool.title() + " (" + target + ")",
                "At " + target + ": " + tool.description(),
                Schemas.input(schema, tool.readOnly()),
                Schemas.OUTPUT,
                tool.readOnly());
        return new Offered(target, tool.name(), Schemas.properties(schema), spec);
    }

    @Override
    public List<ToolSpec> tools() {
        return Stream.concat(offered.values().stream().map(Offered::spec), Stream.of(STATUS))
                .toList();
    }

    @Override
    public ToolReply call(ToolSpec tool, Map<String, Object> arguments, Cancellation cancellation) {
        if (tool.equals(STATUS)) {
            return status(String.valueOf(arguments.get("action_id")));
        }
        var called = Objects.requireNonNull(offered.get(tool.name()), () -> tool.name() + " was not offered: bug");
        try {
            var wrong = wrong(tool, arguments);
            return wrong == null
                    ? Replies.of(gateway.perform(session, request(called, arguments), cancellation))
                    : Replies.of(wrong);
        } catch (ProblemException e) {
            return Replies.of(e.problem());
        }
    }

    private ToolReply status(String actionId) {
        try {
            return Replies.of(gateway.own(session, actionId));
        } catch (ProblemException e) {
            return Replies.of(e.problem());
        }
    }

    private static @Nullable Problem wrong(ToolSpec tool, Map<String, Object> arguments) {
        if (arguments.containsValue(null)) {
            return Problem.of(Reason.BAD_REQUEST, "an argument is null; leave it out instead");
        }
        var verdict = McpJsonDefaults.getSchemaValidator().validate(tool.inputSchema(), arguments);
        return verdict.valid() ? null : Problem.of(Reason.BAD_REQUEST, "the arguments: " + verdict.errorMessage());
    }

    private static ActionRequest request(Offered called, Map<String, Object> arguments) {
        var own = new LinkedHashMap<>(arguments);
        var reason = taken(called, own, Schemas.REASON);
        var key = taken(called, own, Schemas.KEY);
        var rehearse = taken(called, own, Schemas.REHEARSE);
        var expect = taken(called, own, Schemas.EXPECT);
        var evidence = taken(called, own, Schemas.EVIDENCE);
        return new ActionRequest(
                called.target(),
                called.tool(),
                own,
                Boolean.TRUE.equals(rehearse),
                expect == null ? null : expect.toString(),
                key == null ? null : key.toString(),
                reason == null ? "" : reason.toString(),
                List.of(),
                evidence instanceof Map<?, ?> stated ? texts(stated) : Map.of(),
                0);
    }

    private static Map<String, Object> texts(Map<?, ?> stated) {
        var evidence = new LinkedHashMap<String, Object>();
        stated.forEach((name, value) -> {
            if (value != null) {
                evidence.put(String.valueOf(name), value);
            }
        });
        return evidence;
    }

    /** Takes an argument of the gateway's out of the tool's, unless the tool has one of that name itself. */
    private static @Nullable Object taken(Offered called, Map<String, Object> arguments, String name) {
        return called.ownArguments().containsKey(name) ? null : arguments.remove(name);
    }
}
