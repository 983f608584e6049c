package dev.astern.connector.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One mail as it lies in the outbox.
 *
 * @param id as agents call it
 * @param version another one after each change
 * @param session in whose name it was written or, later, sent; empty for nobody's
 * @param owner who answers for its being sent
 * @param html the same for programs that show it instead of the text; empty for none
 * @param raw digest of the whole message where it came ready over SMTP; empty where it is made of the parts here
 * @param inReplyTo id of the mail that it corrects, or empty
 * @param messageId as in its header; empty until it is on its way
 * @param reason why it is sent
 * @param approval who let it out: {@code none}, or the action that did, whose receipt names who approved it
 * @param dueMs when it leaves, as milliseconds since 1970; 0 for never
 * @param sentMs when it left; 0 where it did not
 * @param attempts how often the mail server could not take it
 * @param detail what the mail server said, or why it was withdrawn
 */
record Mail(
        String id,
        String version,
        State state,
        String session,
        String owner,
        String from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        String subject,
        String text,
        String html,
        List<Attachment> attachments,
        String raw,
        String inReplyTo,
        String messageId,
        String reason,
        String approval,
        long dueMs,
        long sentMs,
        int attempts,
        String detail) {
    static final String NOBODY = "none";

    Mail {
        // Files of mails that were written before there was any have none.
        html = Objects.requireNonNullElse(html, "");
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        attachments = List.copyOf(attachments);
    }

    /** @param digest of the content, which lies beside */
    record Attachment(String name, String type, long sizeBytes, String digest) {}

    boolean hasContents() {
        return !text.isEmpty() || !html.isEmpty() || !attachments.isEmpty() || !raw.isEmpty();
    }

    /** What says to whom it went, and when, without what it said. */
    Mail withoutContents() {
        return new Mail(
                id,
                version,
                state,
                session,
                owner,
                from,
                to,
                cc,
                bcc,
                subject,
                "",
                "",
                List.of(),
                "",
                inReplyTo,
                messageId,
                reason,
                approval,
                dueMs,
                sentMs,
                attempts,
                (detail + " (its contents were removed later)").strip());
    }

    List<String> recipients() {
        var all = new ArrayList<String>(to);
        all.addAll(cc);
        all.addAll(bcc);
        return all;
    }

    /** Some of it, changed. */
    Change change() {
        return new Change(this);
    }

    /** A mail in the making. */
    static final class Change {
        private final Mail of;
        private State state;
        private String session;
        private String version;
        private String messageId;
        private String reason;
        private String approval;
        private long dueMs;
        private long sentMs;
        private int attempts;
        private String detail;

        private Change(Mail of) {
            this.of = of;
            state = of.state;
            session = of.session;
            version = of.version;
            messageId = of.messageId;
            reason = of.reason;
            approval = of.approval;
            dueMs = of.dueMs;
            sentMs = of.sentMs;
            attempts = of.attempts;
            detail = of.detail;
        }

        Change state(State next, String why) {
            state = next;
            detail = why;
            return this;
        }

        Change version(String next) {
            version = next;
            return this;
        }

        Change session(String next) {
            session = next;
            return this;
        }

        Change messageId(String next) {
            messageId = next;
            return this;
        }

        Change reason(String next) {
            reason = next;
            return this;
        }

        Change approval(String next) {
            approval = next;
            return this;
        }

        Change dueMs(long next) {
            dueMs = next;
            return this;
        }

        Change sentMs(long next) {
            sentMs = next;
            return this;
        }

        Change oneMoreAttempt() {
            attempts++;
            return this;
        }

        Mail done() {
            return new Mail(
                    of.id,
                    version,
                    state,
                    session,
                    of.owner,
                    of.from,
                    of.to,
                    of.cc,
                    of.bcc,
                    of.subject,
                    of.text,
                    of.html,
                    of.attachments,
                    of.raw,
                    of.inReplyTo,
                    messageId,
                    reason,
                    approval,
                    dueMs,
                    sentMs,
                    attempts,
                    detail);
        }
    }
}
