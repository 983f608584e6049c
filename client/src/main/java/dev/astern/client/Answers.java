package dev.astern.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the server answers to an agent who asks. */
final class Answers {
    /** Numbers keep all their digits: amounts are among them. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Answers() {}

    static byte[] bytes(Object body) {
        return JSON.writeValueAsBytes(body);
    }

    static String segment(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** @throws AsternException unless it is a good answer */
    static JsonNode read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (JacksonException e) {
            throw unreadable(response.statusCode(), e);
        }
        if (response.statusCode() == 200) {
            return body;
        }
        throw AsternClient.refused(response.statusCode(), body);
    }

    private static AsternException unreadable(int status, Exception cause) {
        return new AsternException(
                status, "unreadable_answer", "HTTP " + status + ", and no answer of Astern's", "Check the url.", cause);
    }

    static AgentSession session(JsonNode body) {
        return sensible(() -> new AgentSession(
                text(body, "id"),
                text(body, "agent"),
                text(body, "agentVersion"),
                text(body, "environment"),
                texts(body.path("targets")),
                Instant.parse(text(body, "expiresAt"))));
    }

    static List<OfferedTool> tools(JsonNode body) {
        return sensible(() -> {
            var tools = new ArrayList<OfferedTool>();
            for (var target : list(body)) {
                for (var tool : list(target.path("tools"))) {
                    tools.add(new OfferedTool(
                            text(target, "target"),
                            text(tool, "name"),
                            text(tool, "qualifiedName"),
                            text(tool, "title"),
                            text(tool, "description"),
                            text(tool, "inputSchema"),
                            tool.path("readOnly").asBoolean(false)));
                }
            }
            return List.copyOf(tools);
        });
    }

    static ActionStatus status(JsonNode body) {
        return sensible(() -> new ActionStatus(
                text(body, "id"),
                state(body),
                text(body, "target"),
                text(body, "tool"),
                text(body, "summary"),
                text(body, "tier"),
                text(body, "reversibility"),
                counts(body),
                texts(body.path("notes")),
                body.path("reason").asString(""),
                body.path("detail").asString("")));
    }

    private static <T> T sensible(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw unreadable(200, e);
        }
    }

    static ActionState state(JsonNode body) {
        return ActionState.valueOf(text(body, "state").toUpperCase(Locale.ROOT));
    }

    static List<ResourceCount> counts(JsonNode body) {
        return list(body.path("counts")).stream()
                .map(count -> new ResourceCount(
                        text(count, "resource"),
                        count.path("inserted").asLong(0),
                        count.path("updated").asLong(0),
                        count.path("deleted").asLong(0)))
                .toList();
    }

    static String text(JsonNode node, String name) {
        var value = node.path(name);
        if (!value.isString()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value.asString();
    }

    static List<String> texts(JsonNode array) {
        return list(array).stream().map(JsonNode::asString).toList();
    }

    static List<JsonNode> list(JsonNode array) {
        return array.valueStream().toList();
    }
}
