package dev.astern.connector.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;

/** Makes the message that goes over the wire. */
final class Mime {
    private static final int MAX_THREAD = 20;

    private final Outbox outbox;
    private final Session session;

    Mime(Outbox outbox, Session session) {
        this.outbox = outbox;
        this.session = session;
    }

    /** With the id it was given when it was claimed, so that it can be found at the other side. */
    private static final class Message extends MimeMessage {
        private final String id;

        Message(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    MimeMessage message(Mail mail, Instant now) throws MessagingException, IOException {
        if (!mail.raw().isEmpty()) {
            var ready = new MimeMessage(session, new ByteArrayInputStream(outbox.part(mail.raw())));
            ready.removeHeader("Bcc");
            return ready;
        }
        var message = new Message(session, mail.messageId());
        message.setFrom(new InternetAddress(mail.from()));
        message.setRecipients(RecipientType.TO, addresses(mail.to()));
        message.setRecipients(RecipientType.CC, addresses(mail.cc()));
        message.setSubject(mail.subject(), UTF_8.name());
        message.setSentDate(Date.from(now));
        thread(mail, message);
        if (!mail.attachments().isEmpty()) {
            message.setContent(parts(mail));
        } else if (mail.html().isEmpty()) {
            message.setText(mail.text(), UTF_8.name());
        } else {
            message.setContent(alternatives(mail));
        }
        message.saveChanges();
        return message;
    }

    static InternetAddress[] addresses(List<String> addresses) throws MessagingException {
        var parsed = new InternetAddress[addresses.size()];
        for (int i = 0; i < parsed.length; i++) {
            parsed[i] = new InternetAddress(addresses.get(i), true);
        }
        return parsed;
    }

    private MimeMultipart parts(Mail mail) throws MessagingException, IOException {
        var parts = new MimeMultipart();
        var body = new MimeBodyPart();
        if (mail.html().isEmpty()) {
            body.setText(mail.text(), UTF_8.name());
        } else {
            body.setContent(alternatives(mail));
        }
        parts.addBodyPart(body);
        for (var attachment : mail.attachments()) {
            var part = new MimeBodyPart();
            part.setDataHandler(
                    new DataHandler(new ByteArrayDataSource(outbox.part(attachment.digest()), attachment.type())));
            part.setFileName(attachment.name());
            parts.addBodyPart(part);
        }
        return parts;
    }

    /** The last is the one that is shown by programs that can. */
    private static MimeMultipart alternatives(Mail mail) throws MessagingException {
        var parts = new MimeMultipart("alternative");
        var text = new MimeBodyPart();
        text.setText(mail.text(), UTF_8.name());
        parts.addBodyPart(text);
        var html = new MimeBodyPart();
        html.setText(mail.html(), UTF_8.name(), "html");
        parts.addBodyPart(html);
        return parts;
    }

    /** Under what it corrects, and what that corrected in turn. */
    private void thread(Mail mail, MimeMessage message) throws MessagingException, IOException {
        var ids = new ArrayList<String>();
        var seen = new HashSet<String>();
        var next = mail.inReplyTo();
        while (!next.isEmpty() && seen.add(next) && seen.size() <= MAX_THREAD) {
            var original = outbox.read(next);
            if (original.isEmpty()) {
                break;
            }
            if (!original.get().messageId().isEmpty()) {
                ids.addFirst(original.get().messageId());
            }
            next = original.get().inReplyTo();
        }
        if (!ids.isEmpty()) {
            message.setHeader("In-Reply-To", ids.getLast());
            message.setHeader("References", String.join(" ", ids));
        }
    }
}
