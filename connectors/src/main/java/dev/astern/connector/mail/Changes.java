package dev.astern.connector.mail;

import dev.astern.connector.Image;
import dev.astern.connector.Output;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.common.Outputs;
import dev.astern.connector.common.Texts;
import dev.astern.connector.mail.MailAsk.Content;
import dev.astern.connector.resource.Sending;
import dev.astern.connector.resource.Sent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of mails; every method is called under the outbox's lock. */
final class Changes {
    private static final List<String> EVIDENCE =
            List.of("id", "state", "owner", "recipients", "approval", "due", "reason");
    private static final int SUBJECT = 500;
    private static final int QUOTED = 40;
    private static final int QUOTED_LENGTH = 4_000;

    private final Outbox outbox;
    private final Duration hold;
    private final int maxRecipients;
    private final Clock clock;

    Changes(Outbox outbox, Duration hold, int maxRecipients, Clock clock) {
        this.outbox = outbox;
        this.hold = hold;
        this.maxRecipients = maxRecipients;
        this.clock = clock;
    }

    /** A mail as it is now, or why it can't be changed. */
    private record Found(@Nullable Mail mail, Sent.Refused refused) {}

    private static Sent.Refused no(Reason reason, String detail) {
        return new Sent.Refused(Problem.of(reason, detail));
    }

    private Found found(String id, @Nullable String version) throws IOException {
        var mail = outbox.read(id);
        if (mail.isEmpty()) {
            return new Found(null, no(Reason.TARGET_GONE, "there is no mail " + id));
        }
        if (version != null && !version.equals(mail.get().version())) {
            return new Found(null, no(Reason.SERIALIZATION_CONFLICT, "the mail was changed in this moment"));
        }
        return new Found(mail.get(), no(Reason.CONFLICTING_STATE, "mail " + id + " is " + word(mail.get())));
    }

    private static String word(Mail mail) {
        return switch (mail.state()) {
            case SENDING, SENT, UNCONFIRMED ->
                mail.state().word() + "; what has left is made up for by send_correction";
            case WAITING -> mail.state().word() + "; withdraw it first";
            case DRAFT, WITHDRAWN, FAILED -> mail.state().word();
        };
    }

    private Sent written(String verb, Mail mail, boolean isNew) throws IOException {
        var written = outbox.write(mail);
        var image = Images.of(written);
        var ref = MailAsking.ref(written.id());
        return new Sent.Done(
                said(verb, written, image),
                isNew ? List.of(ref) : List.of(),
                Map.of(ref, image),
                Map.of(ref, written.version()));
    }

    private static Output said(String verb, Mail mail, Image image) {
        return Outputs.did(
                verb,
                EVIDENCE,
                mail.id(),
                image.get(Images.STATE),
                image.get("owner"),
                Texts.JSON.writeValueAsString(mail.recipients()),
                image.get("approval"),
                image.get(Images.DUE),
                image.get("reason"));
    }

    private String fresh() {
        return "mail-" + UUID.randomUUID();
    }

    Sent draft(MailAsk.Draft ask, Sending how) throws IOException {
        var id = ask.id().orElseGet(this::fresh);
        return isTaken(id, how) ? taken(id) : written("draft", drafted(id, ask, how), true);
    }

    /** A draft that waits at once. */
    Sent submit(MailAsk.Submit ask, Sending how) throws IOException {
        var id = ask.draft().id().orElseGet(this::fresh);
        if (isTaken(id, how)) {
            return taken(id);
        }
        var mail = sent(drafted(id, ask.draft(), how), how);
        var refused = refused(mail);
        return refused == null ? written("send", mail, true) : refused;
    }

    /** What was there when somebody looked, and was deleted since, is not made again in its place. */
    private boolean isTaken(String id, Sending how) throws IOException {
        return how.versions().containsKey(MailAsking.ref(id)) || outbox.read(id).isPresent();
    }

    private static Sent taken(String id) {
        return no(Reason.ALREADY_EXISTS, "there is a mail " + id);
    }

    private Mail drafted(String id, MailAsk.Draft ask, Sending how) throws IOException {
        var fields = new LinkedHashMap<String, @Nullable String>(ask.fields());
        fields.put(Images.STATE, State.DRAFT.word());
        fields.put("approval", Mail.NOBODY);
        attach(fields, ask.attachments());
        return owned(Images.mail(id, new Image(fields), how.sessionId()));
    }

    /** Somebody answers for each mail: whom the call names, or the session. */
    private static Mail owned(Mail mail) {
        if (!mail.owner().isEmpty() || mail.session().isEmpty()) {
            return mail;
        }
        var fields = new LinkedHashMap<>(Images.of(mail).fields());
        fields.put("owner", mail.session());
        return Images.mail(mail.id(), new Image(fields), mail.session());
    }

    private void attach(Map<String, @Nullable String> fields, List<Content> contents) throws IOException {
        for (var content : contents) {
            outbox.keep(content.bytes());
        }
        if (!contents.isEmpty()) {
            var attachments = contents.stream().map(Content::attachment).toList();
            fields.put("attachments", Texts.JSON.writeValueAsString(attachments));
        }
    }

    Sent update(MailAsk.Update ask, @Nullable String version) throws IOException {
        var found = found(ask.id(), version);
        var mail = found.mail();
        if (mail == null || !mail.state().rests() || !mail.raw().isEmpty()) {
            return found.refused();
        }
        var fields = new LinkedHashMap<>(Images.of(mail).fields());
        fields.putAll(ask.fields());
        if (ask.attachments().isPresent()) {
            fields.remove("attachments");
            attach(fields, ask.attachments().get());
        }
        return written("update", Images.mail(mail.id(), new Image(fields), mail.session()), false);
    }

    Sent send(MailAsk.Send ask, @Nullable String version, Sending how) throws IOException {
        var found = found(ask.id(), version);
        var mail = found.mail();
        if (mail == null || !mail.state().rests()) {
            return found.refused();
        }
        var sent = sent(mail, how);
        var refused = refused(mail);
        return refused == null
                ? written(
                        "send",
                        ask.reason().isEmpty()
                                ? sent
                                : sent.change().reason(ask.reason()).done(),
                        false)
                : refused;
    }

    private Mail sent(Mail mail, Sending how) {
        return mail.change()
                .state(State.WAITING, "")
                .dueMs(clock.millis() + hold.toMillis())
                .session(how.sessionId())
                .approval("cleared as " + how.actionId())
                .done();
    }

    private Sent.@Nullable Refused refused(Mail mail) {
        int count = mail.recipients().size();
        if (count == 0 || count > maxRecipients) {
            return no(Reason.BAD_REQUEST, "a mail goes to 1 to " + maxRecipients + " recipients, not " + count);
        }
        if (!mail.html().isEmpty() && mail.text().isEmpty()) {
            return no(Reason.BAD_REQUEST, "html goes with a text that says the same, and there is none");
        }
        return mail.attachments().stream().allMatch(attachment -> outbox.has(attachment.digest()))
                ? null
                : no(Reason.NOT_FOUND, "an attachment's content is not in the outbox any more");
    }

    Sent withdraw(MailAsk.Withdraw ask, @Nullable String version) throws IOException {
        var found = found(ask.id(), version);
        var mail = found.mail();
        return mail == null || mail.state() != State.WAITING
                ? found.refused()
                : written("withdraw", withdrawn(mail, ask.reason()), false);
    }

    private static Mail withdrawn(Mail mail, String why) {
        return mail.change().state(State.WITHDRAWN, why).dueMs(0).done();
    }

    Sent delete(String id, @Nullable String version) throws IOException {
        var found = found(id, version);
        var mail = found.mail();
        if (mail == null || !mail.state().rests()) {
            return found.refused();
        }
        return deleted(mail);
    }

    private Sent deleted(Mail mail) throws IOException {
        outbox.delete(mail.id());
        return new Sent.Done(Outputs.did("delete", List.of("id"), mail.id()));
    }

    /** To whom the mail went that it corrects, below it, and held as any other. */
    Sent correct(MailAsk.Correct ask, Sending how) throws IOException {
        var found = found(ask.id(), null);
        var original = found.mail();
        if (original == null) {
            return found.refused();
        }
        if (!original.state().gone()) {
            return no(Reason.CONFLICTING_STATE, "mail " + ask.id() + " has not left; it can be changed or withdrawn");
        }
        var fields = new LinkedHashMap<String, @Nullable String>(ask.fields());
        fields.putIfAbsent("subject", corrected(original));
        var correction = sent(below(original, fields, how.sessionId()), how);
        var refused = refused(correction);
        return refused == null ? written("correct", correction, true) : refused;
    }

    private Mail below(Mail original, Map<String, @Nullable String> fields, String session) {
        fields.put(Images.STATE, State.DRAFT.word());
        fields.put("from", original.from());
        fields.put("to", Images.list(original.to()));
        fields.put("cc", Images.list(original.cc()));
        fields.put("bcc", Images.list(original.bcc()));
        fields.put("in_reply_to", original.id());
        fields.put("approval", Mail.NOBODY);
        fields.putIfAbsent("owner", original.owner());
        return Images.mail(fresh(), new Image(fields), session);
    }

    private static String corrected(Mail original) {
        var subject = "Correction: " + original.subject();
        return subject.substring(0, Math.min(SUBJECT, subject.length()));
    }

    /** A draft, which somebody has to look at and to send. */
    Sent amend(String id) throws IOException {
        var found = found(id, null);
        var original = found.mail();
        if (original == null || !original.state().gone()) {
            return found.refused();
        }
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put("subject", corrected(original));
        fields.put(
                "text",
                "Please disregard my message \"" + original.subject() + "\". It was sent in error.\n"
                        + quoted(original.text()));
        fields.put("reason", "makes up for " + id + ", which has left and can't be recalled");
        return written("amend", below(original, fields, original.session()), true);
    }

    /** The text, as mail programs quote it; of a long one the beginning. */
    private static String quoted(String text) {
        if (text.isBlank()) {
            return "";
        }
        var lines = text.lines().limit(QUOTED + 1L).map(line -> "> " + line).toList();
        var shown = String.join("\n", lines.subList(0, Math.min(QUOTED, lines.size())));
        var cut = shown.substring(0, Math.min(QUOTED_LENGTH, shown.length()));
        return "\n" + cut + (lines.size() > QUOTED || cut.length() < shown.length() ? "\n> …" : "") + "\n";
    }

    Sent put(String id, Image wanted, @Nullable String version) throws IOException {
        var found = found(id, version);
        var mail = found.mail();
        if (mail == null || mail.state().gone() || !Images.state(wanted).rests()) {
            return found.refused();
        }
        return written("restore", Images.mail(id, wanted, mail.session()), false);
    }

    Sent make(String id, Image wanted) throws IOException {
        if (outbox.read(id).isPresent() || !Images.state(wanted).rests()) {
            return no(Reason.CONFLICTING_STATE, "there is a mail " + id + ", or it was on its way");
        }
        return written("restore", Images.mail(id, wanted, ""), false);
    }

    Sent remove(String id, @Nullable String version) throws IOException {
        var found = found(id, version);
        var mail = found.mail();
        return mail == null || mail.state().gone() ? found.refused() : deleted(mail);
    }

    /** @return how many */
    int revoke(String session) throws IOException {
        int count = 0;
        for (var mail : outbox.all()) {
            if (mail.state() == State.WAITING && mail.session().equals(session)) {
                outbox.write(withdrawn(mail, "its session was revoked"));
                count++;
            }
        }
        return count;
    }
}
