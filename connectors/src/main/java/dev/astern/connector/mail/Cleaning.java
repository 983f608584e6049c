package dev.astern.connector.mail;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Removes what nobody needs any more once it has lain for as long as it is to be retained. Of a mail that was sent the
 * contents go, and what says to whom it went stays: without it an undo could take the mail for one that never left, and a
 * correction would not know its readers. A mail that was withdrawn goes whole, as it is known that nobody got it.
 */
final class Cleaning {
    private final Outbox outbox;
    private final Duration retain;
    private final Clock clock;

    Cleaning(Outbox outbox, Duration retain, Clock clock) {
        this.outbox = outbox;
        this.retain = retain;
        this.clock = clock;
    }

    void tick() {
        try {
            outbox.locked(this::cleaned);
        } catch (IOException | RuntimeException e) {
            System.getLogger(Cleaning.class.getName())
                    .log(Level.WARNING, "the outbox can't be cleaned: " + e.getMessage());
        }
    }

    /** @return how many mails */
    private int cleaned() throws IOException {
        long before = clock.millis() - retain.toMillis();
        var needed = new HashSet<String>();
        int count = 0;
        for (var mail : outbox.all()) {
            if (isOver(mail, before)) {
                clean(mail);
                count++;
            } else {
                needed.addAll(parts(mail));
            }
        }
        if (outbox.isReadable()) {
            outbox.cleanParts(needed, clock.millis(), before);
        }
        return count;
    }

    private boolean isOver(Mail mail, long before) throws IOException {
        boolean isDone = mail.state() == State.WITHDRAWN || (mail.state() == State.SENT && mail.hasContents());
        return isDone && outbox.changedMs(mail.id()) < before;
    }

    private void clean(Mail mail) throws IOException {
        if (mail.state() == State.WITHDRAWN) {
            outbox.delete(mail.id());
        } else {
            outbox.write(mail.withoutContents());
        }
    }

    private static Set<String> parts(Mail mail) {
        var parts = new HashSet<String>();
        mail.attachments().forEach(attachment -> parts.add(attachment.digest()));
        parts.add(mail.raw());
        return parts;
    }
}
