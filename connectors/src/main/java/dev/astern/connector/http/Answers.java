package dev.astern.connector.http;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Description.Resource;
import dev.astern.connector.resource.Ref;
import dev.astern.connector.resource.Sent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What answers mean, and how they are shown to who asked. */
final class Answers {
    private static final int TOO_MANY = 429;
    private static final int MAX_COLUMNS = 500;

    private Answers() {}

    /** Of an answer that says no. */
    static Problem refused(Wire.Came.Answer answer) {
        var reason = answer.status() == 404 || answer.status() == 410 ? Reason.TARGET_GONE : Reason.TARGET_REFUSED;
        return Problem.of(
                        answer.status() / 100 == 5 ? Reason.TARGET_UNREACHABLE : reason,
                        "the system answered " + answer.status() + ": " + Shown.of(answer.body()))
                .with("status", Integer.toString(answer.status()));
    }

    /** What it means that a write was not answered with a success. */
    static Sent notDone(Wire.Came came) {
        return switch (came) {
            case Wire.Came.Undelivered(var problem) -> new Sent.Undelivered(problem);
            case Wire.Came.Lost(var problem) -> new Sent.Doubtful(problem, false);
            case Wire.Came.Answer answer
            when answer.status() / 100 == 4 ->
                answer.status() == TOO_MANY
                        ? new Sent.Undelivered(Problem.of(Reason.TARGET_UNREACHABLE, "the system takes no more now"))
                        : new Sent.Refused(refused(answer));
            // A redirect is not followed; some systems send one after they have done it.
            case Wire.Came.Answer answer -> new Sent.Doubtful(refused(answer), true);
        };
    }

    /** The key that the system gave. */
    static Optional<Ref> made(Resource resource, Wire.Came.Answer answer) {
        return Bodies.object(resource, answer.body())
                .map(object -> object.path(resource.key()))
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asString)
                .filter(text -> !text.isEmpty())
                .or(() -> location(answer))
                .map(key -> Ref.of(resource.name(), resource.key(), key));
    }

    private static Optional<String> location(Wire.Came.Answer answer) {
        return answer.headers()
                .firstValue("Location")
                .map(url -> url.replaceAll("[?#].*$", "").replaceAll("\\.json$", ""))
                .map(url -> url.substring(url.lastIndexOf('/') + 1))
                .filter(segment -> !segment.isEmpty());
    }

    static Output one(Resource resource, Wire.Came.Answer answer) {
        return Bodies.object(resource, answer.body())
                .map(object -> new Output(0, List.of(table(List.<JsonNode>of(object)))))
                .orElseGet(() -> plain(answer));
    }

    static Output many(Resource resource, Wire.Came.Answer answer) {
        var body = Bodies.parse(answer.body());
        var items = body.map(node -> Bodies.at(node, resource.items()));
        if (items.isEmpty() || !(items.get() instanceof ArrayNode array)) {
            return plain(answer);
        }
        var results = new ArrayList<Output.Result>();
        var list = new ArrayList<JsonNode>();
        array.forEach(list::add);
        results.add(table(list));
        var next = resource.paging().next().isEmpty()
                ? ""
                : text(Bodies.at(body.get(), resource.paging().next()));
        if (!next.isEmpty()) {
            results.add(single("next", "page", next));
        }
        return new Output(0, results);
    }

    private static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString() : "";
    }

    private static Output.Result table(List<JsonNode> items) {
        var names = new LinkedHashSet<String>();
        items.forEach(item -> item.properties().forEach(property -> {
            if (names.size() < MAX_COLUMNS) {
                names.add(property.getKey());
            }
        }));
        var columns =
                names.stream().map(name -> new Output.Column(name, "json")).toList();
        var rows = items.stream()
                .map(item -> {
                    var row = new ArrayList<@Nullable Object>();
                    names.forEach(name -> row.add(value(item.path(name))));
                    return (List<@Nullable Object>) row;
                })
                .toList();
        return new Output.Result("read", rows.size(), columns, rows, false);
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isValueNode() ? node.asString() : node.toString();
    }

    static Output plain(Wire.Came.Answer answer) {
        return new Output(0, List.of(single("answer " + answer.status(), "body", answer.body())));
    }

    private static Output.Result single(String tag, String column, String value) {
        return new Output.Result(tag, 1, List.of(new Output.Column(column, "text")), List.of(List.of(value)), false);
    }
}
