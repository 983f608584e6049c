package dev.astern.connector.mail;

import static dev.astern.connector.common.Schemas.number;
import static dev.astern.connector.common.Schemas.text;
import static dev.astern.connector.common.Schemas.texts;
import static dev.astern.connector.common.Schemas.tool;

import dev.astern.connector.Tool;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What agents may call at an outbox. */
final class MailTools {
    private static final Map<String, Object> ID = text("the mail's id");
    private static final Map<String, Object> REASON = text("why, in one line");

    private MailTools() {}

    static List<Tool> all() {
        return List.of(
                tool(
                        "draft_mail",
                        "Write a mail, which stays a draft",
                        draft("an id of your own, if you want one"),
                        List.of(),
                        false),
                tool(
                        "submit_mail",
                        "Write a mail and put it on its way. It leaves after the hold window unless it is withdrawn before",
                        draft("an id of your own, if you want one"),
                        List.of(),
                        false),
                tool(
                        "update_draft",
                        "Change a draft, or a mail that was withdrawn",
                        draft("the mail's id"),
                        List.of("id"),
                        false),
                tool(
                        "delete_draft",
                        "Delete a draft, or a mail that was withdrawn",
                        Map.of("id", ID),
                        List.of("id"),
                        false),
                tool(
                        "send_mail",
                        "Put a draft on its way. It leaves after the hold window unless it is withdrawn before",
                        Map.of("id", ID, "reason", REASON),
                        List.of("id"),
                        false),
                tool(
                        "withdraw_mail",
                        "Keep a mail that waits from leaving",
                        Map.of("id", ID, "reason", REASON),
                        List.of("id"),
                        false),
                tool(
                        "send_correction",
                        "Send a correction of a mail that has left to whom it went. It is held as any other",
                        Map.of(
                                "id", text("the mail that is corrected"),
                                "subject", text("the old one with Correction: before it, unless said"),
                                "text", text("what it says"),
                                "owner", text("who answers for its being sent"),
                                "reason", REASON),
                        List.of("id", "text"),
                        false),
                tool("read_mail", "Read one mail and how far it has come", Map.of("id", ID), List.of("id"), true),
                tool(
                        "list_mail",
                        "List mails, for example all that wait",
                        Map.of(
                                "state",
                                text("draft, waiting, sending, sent, withdrawn, failed or unconfirmed"),
                                "limit",
                                number("how many at most", 1, 500)),
                        List.of(),
                        true));
    }

    private static Map<String, Object> draft(String id) {
        var properties = new TreeMap<String, Object>();
        properties.put("id", text(id));
        properties.put("from", text("one of the addresses that may be written from"));
        properties.put("to", texts("plain addresses"));
        properties.put("cc", texts("plain addresses"));
        properties.put("bcc", texts("plain addresses"));
        properties.put("subject", text("one line"));
        properties.put("text", text("what it says"));
        properties.put(
                "html", text("the same as HTML, which most programs show instead of the text; never without the text"));
        properties.put("owner", text("who answers for its being sent; the session unless said"));
        properties.put("reason", REASON);
        var part = Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                        "name",
                        text("a file's name"),
                        "type",
                        text("for example application/pdf"),
                        "base64",
                        text("its content")),
                "required",
                List.of("name", "base64"),
                "additionalProperties",
                false);
        properties.put("attachments", Map.of("type", "array", "items", part));
        return properties;
    }
}
