package dev.astern.connector.mail;

import dev.astern.connector.Image;
import dev.astern.connector.common.Texts;
import dev.astern.connector.mail.Mail.Attachment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A mail as an image, and back. What is empty is not there. */
final class Images {
    static final String STATE = "state";
    static final String DUE = "due";

    private Images() {}

    static Image of(Mail mail) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put(STATE, mail.state().word());
        put(fields, "owner", mail.owner());
        put(fields, "from", mail.from());
        put(fields, "to", list(mail.to()));
        put(fields, "cc", list(mail.cc()));
        put(fields, "bcc", list(mail.bcc()));
        put(fields, "subject", mail.subject());
        put(fields, "text", mail.text());
        put(fields, "html", mail.html());
        put(
                fields,
                "attachments",
                mail.attachments().isEmpty() ? "" : Texts.JSON.writeValueAsString(mail.attachments()));
        put(fields, "raw", mail.raw());
        put(fields, "in_reply_to", mail.inReplyTo());
        put(fields, "message_id", mail.messageId());
        put(fields, "reason", mail.reason());
        put(fields, "approval", mail.approval());
        put(fields, DUE, time(mail.dueMs()));
        put(fields, "sent", time(mail.sentMs()));
        put(fields, "detail", mail.detail());
        return new Image(fields);
    }

    private static void put(Map<String, @Nullable String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }

    static String list(List<String> values) {
        return values.isEmpty() ? "" : Texts.JSON.writeValueAsString(values);
    }

    private static String time(long millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
    }

    static State state(Image image) {
        return Optional.ofNullable(image.get(STATE)).flatMap(State::of).orElse(State.UNCONFIRMED);
    }

    /** @param session in whose name it is from now on */
    static Mail mail(String id, Image image, String session) {
        return new Mail(
                id,
                "",
                state(image),
                session,
                text(image, "owner"),
                text(image, "from"),
                texts(image, "to"),
                texts(image, "cc"),
                texts(image, "bcc"),
                text(image, "subject"),
                text(image, "text"),
                text(image, "html"),
                attachments(text(image, "attachments")),
                text(image, "raw"),
                text(image, "in_reply_to"),
                text(image, "message_id"),
                text(image, "reason"),
                text(image, "approval"),
                millis(text(image, DUE)),
                millis(text(image, "sent")),
                0,
                text(image, "detail"));
    }

    private static String text(Image image, String field) {
        var value = image.get(field);
        return value == null ? "" : value;
    }

    private static List<String> texts(Image image, String field) {
        var value = text(image, field);
        var texts = new ArrayList<String>();
        if (!value.isEmpty()) {
            Texts.JSON.readTree(value).forEach(node -> texts.add(node.asString()));
        }
        return texts;
    }

    private static List<Attachment> attachments(String value) {
        var attachments = new ArrayList<Attachment>();
        if (!value.isEmpty()) {
            Texts.JSON.readTree(value).forEach(node -> attachments.add(attachment(node)));
        }
        return attachments;
    }

    private static Attachment attachment(JsonNode node) {
        return new Attachment(
                node.path("name").asString(),
                node.path("type").asString(),
                node.path("sizeBytes").asLong(),
                node.path("digest").asString());
    }

    private static long millis(String time) {
        return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
    }
}
