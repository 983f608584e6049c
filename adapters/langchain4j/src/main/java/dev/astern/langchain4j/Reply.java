package dev.astern.langchain4j;

import dev.astern.client.ActionStatus;
import dev.astern.client.Outcome;
import dev.astern.client.ResourceCount;
import dev.astern.client.Result;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the model reads.
 *
 * @param error true when the tool did not do what it was asked to, or nobody knows
 */
record Reply(String text, boolean error) {
    ToolExecutionResult result() {
        return ToolExecutionResult.builder().resultText(text).isError(error).build();
    }

    static Reply of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> new Reply(Json.write(json(done)), false);
            case Outcome.Held held -> new Reply(words(held), true);
            case Outcome.Refused(var reason, var detail, var next, var action, var facts) ->
                new Reply(words(reason, detail + more(facts), action, "Nothing of it is in effect.", next), true);
            case Outcome.Unconfirmed unknown -> unconfirmed(unknown);
        };
    }

    private static Reply unconfirmed(Outcome.Unconfirmed unknown) {
        var meaning = "Nobody knows yet whether it is in effect.";
        return new Reply(
                words(unknown.reason(), unknown.detail(), unknown.action(), meaning, look(unknown.action())), true);
    }

    /** Never again by the model: what to do about it is for whoever runs the agent. */
    private static String look(String action) {
        return "Do not call it again. "
                + (action.isEmpty() ? "Tell your user." : "Ask astern_action_status, and tell your user.");
    }

    /** What programs and models act on, such as a database's state; the ids are said already. */
    private static String more(Map<String, String> facts) {
        var more = new TreeMap<>(facts);
        more.keySet().removeAll(Set.of("action", "state"));
        return more.isEmpty() ? "" : " " + Json.write(more);
    }

    static Reply of(ActionStatus status) {
        var json = new LinkedHashMap<String, Object>();
        json.put("action_id", status.action());
        json.put("state", status.state().name().toLowerCase(Locale.ROOT));
        json.put("changes", status.counts().stream().map(Reply::json).toList());
        if (!status.reason().isEmpty()) {
            json.put("reason", status.reason());
            json.put("detail", status.detail());
        }
        return new Reply(Json.write(json), false);
    }

    /** A statement, never a question: people decide in a place that the agent has no way into. */
    private static String words(Outcome.Held held) {
        var where = held.page().isEmpty() ? "" : " at " + held.page();
        var until = held.decideBy().map(time -> " until " + time).orElse("");
        var meaning = "Nothing of it is in effect. People decide" + where + until + ".";
        return words("held", held.why(), held.action(), meaning, held.next());
    }

    private static String words(String reason, String detail, String action, String meaning, String next) {
        var named = action.isEmpty() ? "" : " (action " + action + ")";
        return reason + ": " + detail + named + "\n" + meaning + "\nNext: " + next;
    }

    private static Map<String, Object> json(Outcome.Done done) {
        var json = new LinkedHashMap<String, Object>();
        json.put("action_id", done.action());
        json.put("state", done.state().name().toLowerCase(Locale.ROOT));
        json.put("reversibility", done.reversibility());
        json.put("changes", done.counts().stream().map(Reply::json).toList());
        json.put("digest", done.digest());
        json.put("notes", done.notes());
        json.put("results", done.results().stream().map(Reply::json).toList());
        if (done.repeated()) {
            json.put("repeated", "This is the outcome of the same call before; nothing was done again.");
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

    private static Map<String, Object> json(Result result) {
        var json = new LinkedHashMap<String, Object>();
        json.put("tag", result.tag());
        json.put("row_count", result.rowCount());
        json.put("columns", List.copyOf(result.columns()));
        json.put("rows", result.rows());
        json.put("truncated", result.truncated());
        return json;
    }
}
