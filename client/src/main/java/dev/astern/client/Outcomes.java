package dev.astern.client;

import static dev.astern.client.Answers.JSON;
import static dev.astern.client.Answers.counts;
import static dev.astern.client.Answers.list;
import static dev.astern.client.Answers.state;
import static dev.astern.client.Answers.text;
import static dev.astern.client.Answers.texts;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tells how a proposal ended, by what was answered; where that does not say it, the outcome says so. */
final class Outcomes {
    /** Reasons that leave open whether something took effect, unless the answer has the state as well. */
    private static final Set<String> DOUBTFUL =
            Set.of("unconfirmed", "idempotency_key_in_use", "internal", "store_unreachable", "erased");

    private static final String AGAIN =
            "Perform the very same proposal again: its idempotency key keeps it from being done twice.";

    private Outcomes() {}

    static Outcome of(HttpResponse<String> response, URI server) {
        try {
            var body = JSON.readTree(response.body());
            return switch (response.statusCode()) {
                case 200 -> done(body);
                case 202 -> held(body, server);
                default -> problem(response.statusCode(), body);
            };
        } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
            return unanswered("unreadable_answer", "HTTP " + response.statusCode() + ", and no answer of Astern's");
        }
    }

    static Outcome.Unconfirmed unanswered(String reason, String detail) {
        return new Outcome.Unconfirmed(reason, detail, AGAIN, "", Map.of());
    }

    private static Outcome done(JsonNode body) {
        return new Outcome.Done(
                text(body, "action"),
                state(body),
                text(body, "tier"),
                text(body, "reversibility"),
                counts(body),
                text(body, "digest"),
                texts(body.path("notes")),
                list(body.path("results")).stream().map(Outcomes::result).toList(),
                body.path("repeated").asBoolean(false));
    }

    private static Outcome held(JsonNode body, URI server) {
        return new Outcome.Held(
                text(body, "action"),
                text(body, "approval"),
                server.resolve(text(body, "page")).toString(),
                text(body, "why"),
                text(body, "rule"),
                counts(body),
                Optional.of(Instant.parse(text(body, "decideBy"))),
                text(body, "next"));
    }

    /** Only an answer with a reason is Astern's; what something in between says proves nothing. */
    private static Outcome problem(int status, JsonNode body) {
        if (status < 400 || !body.path("reason").isString()) {
            throw new IllegalArgumentException("this is no problem");
        }
        var e = AsternClient.refused(status, body);
        var action = e.facts().getOrDefault("action", "");
        var detail = String.valueOf(e.getMessage());
        var state = e.facts().getOrDefault("state", "");
        if (e.reason().equals("held")) {
            return new Outcome.Held(action, "", "", detail, "", List.of(), Optional.empty(), e.next());
        }
        boolean over = state.equals("refused") || state.equals("failed");
        boolean doubtful = state.isEmpty() ? DOUBTFUL.contains(e.reason()) : !over;
        return doubtful
                ? new Outcome.Unconfirmed(e.reason(), detail, e.next(), action, e.facts())
                : new Outcome.Refused(e.reason(), detail, e.next(), action, e.facts());
    }

    private static Result result(JsonNode result) {
        var columns = list(result.path("columns")).stream()
                .map(column -> new Result.Column(text(column, "name"), text(column, "type")))
                .toList();
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var row : list(result.path("rows"))) {
            var values = new ArrayList<@Nullable Object>();
            row.forEach(value -> values.add(value(value)));
            rows.add(Collections.unmodifiableList(values));
        }
        return new Result(
                text(result, "tag"),
                result.path("rowCount").asLong(0),
                columns,
                rows,
                result.path("truncated").asBoolean(false));
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isInt()) {
            return node.longValue();
        }
        return JSON.treeToValue(node, Object.class);
    }
}
