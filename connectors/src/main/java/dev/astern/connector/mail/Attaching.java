package dev.astern.connector.mail;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.common.Texts;
import dev.astern.connector.mail.MailAsk.Content;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an attachment as an agent gave it. */
final class Attaching {
    private static final Pattern TYPE = Pattern.compile("[a-z0-9]{1,40}/[a-z0-9][a-z0-9.+-]{0,80}");
    private static final int MAX_NAME = 120;

    private Attaching() {}

    static Content content(Map<String, @Nullable Object> given) {
        for (var name : given.keySet()) {
            if (!Set.of("name", "type", "base64").contains(name)) {
                throw bad("an attachment has name, type and base64");
            }
        }
        if (!(given.get("name") instanceof String name) || !(given.get("base64") instanceof String text)) {
            throw bad("an attachment needs name and base64");
        }
        var type = given.get("type") instanceof String said ? said : "application/octet-stream";
        // What a mail program takes apart itself could hold more than is seen here.
        if (!TYPE.matcher(type).matches() || type.startsWith("multipart/") || type.startsWith("message/")) {
            throw bad(Texts.shown(type) + " is no type of an attachment");
        }
        if (name.isBlank()
                || name.length() > MAX_NAME
                || name.startsWith(".")
                || !name.codePoints().allMatch(c -> Texts.visible(c) && "/\\\"<>|:*?".indexOf(c) < 0)) {
            throw bad("the name of an attachment is the plain name of a file");
        }
        try {
            var bytes = Base64.getDecoder().decode(text);
            return new Content(new Mail.Attachment(name, type, bytes.length, Outbox.digest(bytes)), text);
        } catch (IllegalArgumentException e) {
            throw bad("an attachment's content is base64");
        }
    }
}
