package dev.astern.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.astern.connector.ProblemException;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.Gateway;
import dev.astern.journal.Hashes;
import dev.astern.session.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.TooMuchDataException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Applications of this machine hand over mail here instead of at their mail server. They authenticate with a target's name
 * and a session's token; what they hand over is the action {@code submit_mail} of that session. It listens on loopback only,
 * since nothing is encrypted.
 */
public final class SmtpDoor implements AutoCloseable {
    private static final int CONNECTIONS = 50;
    private static final int TIMEOUT_MS = 60_000;
    private static final int RECIPIENTS = 500;
    private static final int LARGEST = 20 << 20;

    private final Sessions sessions;
    private final Gateway gateway;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<MessageContext, Login> logins = Collections.synchronizedMap(new WeakHashMap<>());
    private final SMTPServer server;

    /** Who is at the other end. */
    private record Login(String target, String token) {
        @Override
        public String toString() {
            return target;
        }
    }

    private SmtpDoor(int port, Sessions sessions, Gateway gateway) {
        this.sessions = sessions;
        this.gateway = gateway;
        this.server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("Astern")
                .requireAuth()
                .hideTLS()
                .insertReceivedHeaders(false)
                .maxConnections(CONNECTIONS)
                .connectionTimeoutMs(TIMEOUT_MS)
                .maxRecipients(RECIPIENTS)
                .maxMessageSize(LARGEST)
                .executorService(threads)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(this::login))
                .messageHandlerFactory(Handler::new)
                .build();
    }

    /** @param port 0 for any free one */
    public static SmtpDoor open(int port, Sessions sessions, Gateway gateway) {
        var door = new SmtpDoor(port, sessions, gateway);
        door.server.start();
        return door;
    }

    public int port() {
        return server.getPortAllocated();
    }

    private void login(String target, String token, MessageContext context) throws LoginFailedException {
        try {
            sessions.authenticate(token);
            logins.put(context, new Login(target, token));
        } catch (ProblemException e) {
            throw new LoginFailedException(SmtpReply.line(e.problem().reason().code()));
        }
    }

    @Override
    public void close() {
        server.stop();
        threads.close();
    }

    /** One mail. */
    private final class Handler implements MessageHandler {
        private final MessageContext context;
        private final List<String> recipients = new ArrayList<>();
        private @Nullable String sender;

        Handler(MessageContext context) {
            this.context = context;
        }

        @Override
        public void from(String from) {
            sender = from;
        }

        @Override
        public void recipient(String recipient) {
            recipients.add(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException, TooMuchDataException, IOException {
            var raw = data.readNBytes(LARGEST + 1);
            if (raw.length > LARGEST) {
                throw new TooMuchDataException("a mail has at most " + LARGEST + " bytes");
            }
            var from = sender == null ? "" : sender;
            return switch (Submission.of(raw, from, recipients)) {
                case Submission.Read.Refused(var why) -> throw SmtpReply.unfit(why);
                case Submission.Read.Ok(var arguments) -> submitted(arguments, key(raw, from));
            };
        }

        /** A mail that is handed over again, because the answer was lost, is the same action. */
        private String key(byte[] raw, String from) {
            return "smtp-" + Hashes.sha256(from + "\n" + recipients + "\n" + new String(raw, ISO_8859_1));
        }

        private String submitted(Map<String, Object> arguments, String key) throws RejectException {
            var login = logins.get(context);
            if (login == null) {
                throw new RejectException(530, "5.7.0 authenticate first");
            }
            try {
                var session = sessions.authenticate(login.token());
                var request = ActionRequest.of(login.target(), "submit_mail", arguments)
                        .withKey(key);
                return SmtpReply.of(gateway.perform(session, request, new Cancellation()));
            } catch (ProblemException e) {
                throw SmtpReply.of(e.problem());
            }
        }

        @Override
        public void done() {
            // Nothing is held between mails.
        }
    }
}
