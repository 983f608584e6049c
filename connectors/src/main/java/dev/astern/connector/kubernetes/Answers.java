package dev.astern.connector.kubernetes;

import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.http.Shown;
import dev.astern.connector.http.Wire;
import dev.astern.connector.resource.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a cluster's answers mean, and how they are shown to who asked. */
final class Answers {
    private static final int TOO_MANY = 429;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final List<String> COLUMNS = List.of("namespace", "name", "labels", "created");

    private Answers() {}

    static boolean good(Wire.Came came) {
        return came instanceof Wire.Came.Answer answer && answer.status() / 100 == 2;
    }

    /**
     * Of an answer that says no.
     *
     * @param secret whether its words may repeat what nobody may see
     */
    static Problem refused(Wire.Came.Answer answer, boolean secret) {
        var status = Json.object(answer.body()).orElseGet(Json.MAPPER::createObjectNode);
        var said = status.path("reason").asString("");
        var owners = owners(status);
        var detail = !owners.isEmpty()
                ? "others own fields that this would change, and it is not forced: " + owners
                : "the cluster answered " + answer.status() + " " + said
                        + (secret ? "" : ": " + message(status, answer));
        return Problem.of(reason(answer.status(), said), Shown.of(detail))
                .with("status", Integer.toString(answer.status()));
    }

    private static String message(ObjectNode status, Wire.Came.Answer answer) {
        return status.path("message").asString(answer.body());
    }

    private static Reason reason(int status, String said) {
        return switch (status) {
            case 404, 410 -> Reason.TARGET_GONE;
            case 409 -> said.equals("AlreadyExists") ? Reason.ALREADY_EXISTS : Reason.CONFLICTING_STATE;
            default -> status / 100 == 5 ? Reason.TARGET_UNREACHABLE : Reason.TARGET_REFUSED;
        };
    }

    /** Those fields that a server-side apply would take from others. */
    private static String owners(ObjectNode status) {
        return StreamSupport.stream(status.path("details").path("causes").spliterator(), false)
                .filter(cause -> cause.path("reason").asString("").equals("FieldManagerConflict"))
                .map(cause -> cause.path("field").asString("") + ", "
                        + cause.path("message").asString(""))
                .collect(Collectors.joining("; "));
    }

    /** Whether somebody or something wrote in between, so that it may be tried again where that did not matter. */
    static boolean moved(Wire.Came came) {
        return came instanceof Wire.Came.Answer answer
                && answer.status() == 409
                && Json.object(answer.body())
                        .filter(status -> status.path("reason").asString("").equals("Conflict")
                                && owners(status).isEmpty())
                        .isPresent();
    }

    /** What it means that a write was not answered with a success. */
    static Sent notDone(Wire.Came came, boolean secret) {
        return switch (came) {
            case Wire.Came.Undelivered(var problem) -> new Sent.Undelivered(problem);
            case Wire.Came.Lost(var problem) -> new Sent.Doubtful(problem, false);
            case Wire.Came.Answer answer
            when answer.status() == TOO_MANY ->
                new Sent.Undelivered(Problem.of(Reason.TARGET_UNREACHABLE, "the cluster takes no more now"));
            case Wire.Came.Answer answer when answer.status() / 100 == 4 -> new Sent.Refused(refused(answer, secret));
            case Wire.Came.Answer answer ->
                new Sent.Doubtful(refused(answer, secret), answer.status() != GATEWAY_TIMEOUT);
        };
    }

    static Output one(Which which, ObjectNode raw) {
        var text = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(Manifest.shown(raw, which.secret()));
        return new Output(0, List.of(single(which.resource(), "manifest", text)));
    }

    /** What is there of a kind; whoever wants one whole reads it. */
    static Output many(Which which, ObjectNode list) {
        var rows = new ArrayList<List<@Nullable Object>>();
        list.path("items").forEach(item -> rows.add(row(item.path("metadata"))));
        var columns =
                COLUMNS.stream().map(name -> new Output.Column(name, "text")).toList();
        var results = new ArrayList<Output.Result>();
        var next = list.path("metadata").path("continue").asString("");
        results.add(new Output.Result(which.resource(), rows.size(), columns, rows, !next.isEmpty()));
        if (!next.isEmpty()) {
            results.add(single("next", "continue", next));
        }
        return new Output(0, results);
    }

    private static List<@Nullable Object> row(JsonNode metadata) {
        var row = new ArrayList<@Nullable Object>();
        row.add(metadata.path("namespace").asString(""));
        row.add(metadata.path("name").asString(""));
        row.add(metadata.has("labels") ? Json.text(metadata.path("labels")) : "{}");
        row.add(metadata.path("creationTimestamp").asString(""));
        return row;
    }

    private static Output.Result single(String tag, String column, String value) {
        return new Output.Result(tag, 1, List.of(new Output.Column(column, "text")), List.of(List.of(value)), false);
    }
}
