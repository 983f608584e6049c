package dev.astern.connector.mail;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.common.Texts;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** Hands a message to the mail server, and says what is certain about it afterwards. */
final class Smtp {
    /**
     * Where it is and how to speak to it.
     *
     * @param tls from the beginning
     * @param startTls demanded before anything is said
     * @param user empty for none
     */
    record Place(String host, int port, boolean tls, boolean startTls, String user, Secret password) {}

    /** How a handing over ended. */
    sealed interface Outcome {
        /** The server took it for all recipients. */
        record Taken(String answer) implements Outcome {}

        /**
         * Nobody got it.
         *
         * @param forNow whether it may be tried again
         */
        record Refused(String why, boolean forNow) implements Outcome {}

        /** Some or all may have got it. */
        record Unknown(String why) implements Outcome {}
    }

    private final Place place;
    private final Session session;

    Smtp(Place place, Duration timeout) {
        this.place = place;
        var millis = Long.toString(timeout.toMillis());
        var properties = new Properties();
        var protocol = protocol();
        for (var name : List.of("connectiontimeout", "timeout", "writetimeout")) {
            properties.setProperty("mail." + protocol + "." + name, millis);
        }
        properties.setProperty("mail." + protocol + ".starttls.enable", Boolean.toString(place.startTls()));
        properties.setProperty("mail." + protocol + ".starttls.required", Boolean.toString(place.startTls()));
        properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.setProperty(
                "mail." + protocol + ".auth", Boolean.toString(!place.user().isEmpty()));
        // All recipients or none: what half of them got could not be told from what nobody got.
        properties.setProperty("mail." + protocol + ".sendpartial", "false");
        session = Session.getInstance(properties);
    }

    private String protocol() {
        return place.tls() ? "smtps" : "smtp";
    }

    Session session() {
        return session;
    }

    Outcome send(MimeMessage message, List<String> recipients) {
        SMTPTransport transport;
        try {
            transport = connected();
        } catch (AuthenticationFailedException e) {
            return new Outcome.Refused("the mail server does not accept the gateway's user", true);
        } catch (MessagingException e) {
            return new Outcome.Refused("the mail server can't be reached: " + said(e), true);
        }
        var outcome = handed(transport, message, recipients);
        closed(transport);
        return outcome;
    }

    /** What a server says to a good-bye changes nothing of what it said before. */
    private static void closed(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            System.getLogger(Smtp.class.getName()).log(System.Logger.Level.DEBUG, "closing: " + said(e));
        }
    }

    private SMTPTransport connected() throws MessagingException {
        var transport = (SMTPTransport) session.getTransport(protocol());
        var user = place.user().isEmpty() ? null : place.user();
        transport.connect(
                place.host(),
                place.port(),
                user,
                user == null ? null : place.password().reveal());
        return transport;
    }

    private static Outcome handed(SMTPTransport transport, MimeMessage message, List<String> recipients) {
        try {
            transport.sendMessage(message, Mime.addresses(recipients));
            return new Outcome.Taken(Texts.shown(String.valueOf(transport.getLastServerResponse())));
        } catch (SMTPSendFailedException e) {
            return certain(e.getReturnCode())
                    ? new Outcome.Refused(said(e), e.getReturnCode() < 500)
                    : new Outcome.Unknown("the mail server's answer was lost");
        } catch (SendFailedException e) {
            return refused(e);
        } catch (MessagingException e) {
            return new Outcome.Unknown("the mail server's answer was lost: " + said(e));
        }
    }

    private static boolean certain(int code) {
        return code >= 400 && code < 600;
    }

    /** The sender or a recipient, before any of the message was said. */
    private static Outcome refused(SendFailedException e) {
        var said = new ArrayList<String>();
        boolean forNow = true;
        Exception next = e;
        while (next instanceof MessagingException messaging) {
            int code = code(messaging);
            forNow &= code < 500;
            if (code != 0) {
                said.add(said(messaging));
            }
            next = messaging.getNextException();
        }
        return new Outcome.Refused(said.isEmpty() ? said(e) : String.join("; ", said), forNow && !said.isEmpty());
    }

    private static int code(MessagingException e) {
        return switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            default -> 0;
        };
    }

    private static String said(MessagingException e) {
        return Texts.shown(String.valueOf(e.getMessage()));
    }

    Optional<Problem> unreachable() {
        try {
            closed(connected());
            return Optional.empty();
        } catch (AuthenticationFailedException e) {
            return Optional.of(
                    Problem.of(Reason.TARGET_NOT_READY, "the mail server does not accept the gateway's user"));
        } catch (MessagingException e) {
            return Optional.of(Problem.of(Reason.TARGET_UNREACHABLE, "the mail server can't be reached: " + said(e)));
        }
    }
}
