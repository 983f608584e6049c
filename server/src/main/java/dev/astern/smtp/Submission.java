package dev.astern.smtp;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a mail as it was handed over into what the outbox's tool takes. */
final class Submission {
    private static final int PARTS = 40;
    private static final int DEPTH = 5;

    private final List<Map<String, Object>> attachments = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int parts;

    private Submission() {}

    /** What became of reading it. */
    sealed interface Read {
        /** The arguments of {@code submit_mail}. */
        record Ok(Map<String, Object> arguments) implements Read {}

        record Refused(String why) implements Read {}
    }

    /** What stands in the mail is not what can be sent. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String why) {
            super(why);
        }
    }

    /** @param recipients to whom it goes, whatever its headers say */
    static Read of(byte[] raw, String sender, List<String> recipients) {
        try {
            var message = new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(raw));
            return new Read.Ok(new Submission().arguments(message, sender, recipients));
        } catch (Unfit e) {
            return new Read.Refused(String.valueOf(e.getMessage()));
        } catch (MessagingException | IOException | RuntimeException e) {
            return new Read.Refused("the mail can't be read: " + e.getClass().getSimpleName());
        }
    }

    private Map<String, Object> arguments(MimeMessage message, String sender, List<String> recipients)
            throws MessagingException, IOException, Unfit {
        var arguments = new TreeMap<String, Object>();
        var from = addresses(message.getFrom());
        if (from.size() != 1 || !from.contains(address(sender))) {
            throw new Unfit("its From is one address, the one that the mail is handed over by");
        }
        arguments.put("from", from.iterator().next());
        var everybody = new LinkedHashSet<String>();
        recipients.forEach(recipient -> everybody.add(address(recipient)));
        for (var named : Map.of("to", RecipientType.TO, "cc", RecipientType.CC).entrySet()) {
            var listed = addresses(message.getRecipients(named.getValue()));
            if (!everybody.containsAll(listed)) {
                throw new Unfit("it names people in " + named.getKey() + " whom it is not handed over for");
            }
            arguments.put(named.getKey(), List.copyOf(listed));
        }
        everybody.removeAll((List<?>) arguments.getOrDefault("to", List.of()));
        everybody.removeAll((List<?>) arguments.getOrDefault("cc", List.of()));
        arguments.put("bcc", List.copyOf(everybody));
        var subject = message.getSubject();
        arguments.put("subject", subject == null ? "" : subject);
        take(message, 0);
        arguments.put("text", text.toString());
        if (!attachments.isEmpty()) {
            arguments.put("attachments", List.copyOf(attachments));
        }
        return arguments;
    }

    private static Set<String> addresses(Address @Nullable [] given) {
        var addresses = new LinkedHashSet<String>();
        for (var one : given == null ? new Address[0] : given) {
            addresses.add(one instanceof InternetAddress mail ? address(mail.getAddress()) : one.toString());
        }
        return addresses;
    }

    private static String address(String given) {
        int at = given.lastIndexOf('@');
        return at < 0 ? given : given.substring(0, at) + given.substring(at).toLowerCase(Locale.ROOT);
    }

    /** The first plain text is what it says; everything else is attached. */
    private void take(Part part, int depth) throws MessagingException, IOException, Unfit {
        if (depth > DEPTH || ++parts > PARTS) {
            throw new Unfit("it has more than " + PARTS + " parts, or parts more than " + DEPTH + " deep");
        }
        if (part.getContent() instanceof Multipart several) {
            for (int i = 0; i < several.getCount(); i++) {
                take(several.getBodyPart(i), depth + 1);
            }
        } else if (part.isMimeType("text/plain") && part.getFileName() == null && text.isEmpty()) {
            text.append(String.valueOf(part.getContent()).replace("\r\n", "\n"));
        } else {
            attach(part);
        }
    }

    private void attach(Part part) throws MessagingException, IOException {
        var type = new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
        var name = part.getFileName();
        var content = part.getInputStream().readAllBytes();
        attachments.add(Map.of(
                "name",
                name != null
                        ? MimeUtility.decodeText(name)
                        : type.equals("text/html") ? "message.html" : "part" + parts,
                "type",
                type,
                "base64",
                Base64.getEncoder().encodeToString(content)));
    }
}
