package dev.astern.mcp;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.ResourceCount;
import dev.astern.gateway.ActionAnswer;
import dev.astern.model.Action;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The gateway's answers as a tool's. What was refused or failed is said in words as well: models read those. */
final class Replies {
    private Replies() {}

    static ToolReply of(ActionAnswer answer) {
        var json = json(answer);
        var problem = answer.problem();
        return problem == null
                ? ToolReply.text(Json.write(json), json, false)
                : ToolReply.text(words(problem) + " (action " + answer.actionId() + ")", json, true);
    }

    /** What is known of an action by now. */
    static ToolReply of(Action action) {
        var json = new LinkedHashMap<String, Object>();
        json.put("action_id", action.id());
        json.put("state", action.state().code());
        var outcome = action.outcome();
        if (outcome != null) {
            json.put("changes", outcome.counts().stream().map(Replies::json).toList());
            if (outcome.reason() != null) {
                json.put("reason", outcome.reason());
            }
            if (outcome.detail() != null) {
                json.put("detail", outcome.detail());
            }
        }
        return ToolReply.text(Json.write(json), json, false);
    }

    /** There is no action to tell of, so there is nothing structured that the tool's schema would fit. */
    static ToolReply of(Problem problem) {
        return ToolReply.text(words(problem), Map.of(), true);
    }

    private static String words(Problem problem) {
        var facts = problem.facts().isEmpty() ? "" : " " + Json.write(problem.facts());
        return problem.reason().code() + ": " + problem.detail() + facts + "\nNext: "
                + problem.reason().next();
    }

    private static Map<String, Object> json(ActionAnswer answer) {
        var json = new LinkedHashMap<String, Object>();
        json.put("action_id", answer.actionId());
        json.put("state", answer.state().code());
        json.put("tier", answer.tier().name().toLowerCase(Locale.ROOT));
        json.put("reversibility", answer.reversibility().name().toLowerCase(Locale.ROOT));
        json.put("changes", answer.counts().stream().map(Replies::json).toList());
        json.put("digest", answer.digest());
        json.put("notes", answer.notes());
        json.put(
                "results", answer.output().results().stream().map(Replies::json).toList());
        json.put("repeated", answer.repeated());
        var problem = answer.problem();
        if (problem != null) {
            json.put(
                    "problem",
                    Map.of(
                            "reason", problem.reason().code(),
                            "detail", problem.detail(),
                            "next", problem.reason().next(),
                            "facts", problem.facts()));
        }
        return json;
    }

    private static Map<String, Object> json(ResourceCount count) {
        var json = new LinkedHashMap<String, Object>();
        json.put("resource", count.resource());
        json.put("inserted", count.inserted());
        json.put("updated", count.updated());
        json.put("deleted", count.deleted());
        return json;
    }

    private static Map<String, Object> json(Output.Result result) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tag", result.tag());
        json.put("row_count", result.rowCount());
        json.put(
                "columns",
                result.columns().stream()
                        .map(c -> Map.of("name", c.name(), "type", c.type()))
                        .toList());
        json.put("rows", result.rows());
        json.put("truncated", result.truncated());
        return json;
    }
}
