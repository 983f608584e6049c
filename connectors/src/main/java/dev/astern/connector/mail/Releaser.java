package dev.astern.connector.mail;

import dev.astern.connector.Release;
import dev.astern.connector.mail.Smtp.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets mails go whose time has come, each at most once. What is about to be handed over is first written down; whoever finds
 * that later, and nobody alive at it, knows only that it may have gone.
 */
final class Releaser {
    private static final int MAX_ATTEMPTS = 12;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Outbox outbox;
    private final Smtp smtp;
    private final Mime mime;
    private final Release release;
    private final Clock clock;

    Releaser(Outbox outbox, Smtp smtp, Release release, Clock clock) {
        this.outbox = outbox;
        this.smtp = smtp;
        this.mime = new Mime(outbox, smtp.session());
        this.release = release;
        this.clock = clock;
    }

    /** Everything that is to be done now. One mail that can't be handled stops no other. */
    void tick() {
        try {
            for (var mail : outbox.all()) {
                one(mail);
            }
        } catch (IOException e) {
            log("the outbox can't be read", e);
        }
    }

    private static void log(String what, Exception e) {
        System.getLogger(Releaser.class.getName()).log(Level.WARNING, what + ": " + e.getMessage());
    }

    private void one(Mail mail) {
        try {
            if (mail.state() == State.SENDING || due(mail)) {
                var claim = outbox.claim(mail.id());
                if (claim.isPresent()) {
                    claimed(mail.id(), claim.get());
                }
            }
        } catch (IOException | RuntimeException e) {
            // What is not known to be allowed stays where it is; the next round asks again.
            log("mail " + mail.id(), e);
        }
    }

    private boolean due(Mail mail) {
        return mail.state() == State.WAITING
                && mail.dueMs() <= clock.millis()
                && release.objection(mail.session()).isEmpty();
    }

    private void claimed(String id, Outbox.Claim claim) throws IOException {
        try {
            handOver(id);
        } finally {
            claim.close();
        }
    }

    private void handOver(String id) throws IOException {
        var sending = outbox.locked(() -> begun(id));
        if (sending.isPresent()) {
            var outcome = handed(sending.get());
            outbox.locked(() -> ended(id, outcome));
        }
    }

    /** The mail, written down as being sent; nothing where it is not to be sent any more. */
    private Optional<Mail> begun(String id) throws IOException {
        var found = outbox.read(id);
        if (found.isEmpty()) {
            return found;
        }
        var mail = found.get();
        if (mail.state() == State.SENDING) {
            outbox.write(mail.change()
                    .state(State.UNCONFIRMED, "who handed it over died before the answer came; it may have gone")
                    .done());
            return Optional.empty();
        }
        if (!due(mail)) {
            return Optional.empty();
        }
        var messageId = mail.messageId().isEmpty()
                ? "<" + UUID.randomUUID() + mail.from().substring(mail.from().lastIndexOf('@')) + ">"
                : mail.messageId();
        return Optional.of(outbox.write(
                mail.change().state(State.SENDING, "").messageId(messageId).done()));
    }

    private Outcome handed(Mail mail) {
        try {
            var message = mime.message(mail, clock.instant());
            return smtp.send(message, mail.recipients());
        } catch (MessagingException | IOException e) {
            return new Outcome.Refused("the message can't be put together: " + e.getMessage(), false);
        }
    }

    private Mail ended(String id, Outcome outcome) throws IOException {
        var mail = outbox.read(id).orElseThrow(() -> new IOException("mail " + id + " is gone while it was sent"));
        var change = mail.change();
        switch (outcome) {
            case Outcome.Taken(var answer) -> change.state(State.SENT, answer).sentMs(clock.millis());
            case Outcome.Unknown(var why) -> change.state(State.UNCONFIRMED, why);
            case Outcome.Refused(var why, var forNow) -> {
                change.oneMoreAttempt();
                if (forNow && mail.attempts() + 1 < MAX_ATTEMPTS) {
                    change.state(State.WAITING, why).dueMs(clock.millis() + pause(mail.attempts()));
                } else {
                    change.state(State.FAILED, why);
                }
            }
        }
        return outbox.write(change.done());
    }

    private static long pause(int attempts) {
        return Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts, 10));
    }
}
