package dev.astern.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.ServerSettings;
import dev.astern.connector.mail.MailProvider;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.StepObserver;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Operator;
import dev.astern.server.Node;
import dev.astern.session.StartSession;
import dev.astern.session.Started;
import dev.astern.target.NewTarget;
import dev.astern.testing.TestPostgres;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that knows nothing of Astern hands over mail, by a client that others wrote. */
class SmtpDoorTest {
    @TempDir
    private Path data;

    private Node node;
    private Operator operator;
    private Started session;
    private SmtpDoor door;

    @BeforeEach
    void open() throws IOException {
        start("permissive");
    }

    private static Node node(Path home, String policy) throws IOException {
        var store = TestPostgres.database();
        var password = Files.writeString(home.resolve("store-password"), store.password());
        var where = new ServerSettings.Store(store.url(), store.user(), password);
        var settings = new ServerSettings(home, "127.0.0.1", 0, where).with(policy);
        return Node.open(settings, List.of(new MailProvider()), StepObserver.none(), (_, _) -> {});
    }

    private void start(String policy) throws IOException {
        var home = Files.createDirectories(data.resolve(policy));
        node = node(home, policy);
        var code = Files.readString(home.resolve("setup-code")).strip();
        operator = node.astern().operators().setup(code, "ops").operator();
        var options = Map.of("outbox", home.resolve("outbox").toString(), "from", "desk@example.org");
        node.astern().targets().add(new NewTarget("post", "mail", "smtp://127.0.0.1:1", "", "none", options));
        session = node.astern()
                .sessions()
                .start(operator, new StartSession(new Agent("crm", "1"), "test", List.of("post"), null, null));
        door = SmtpDoor.open(0, node.astern().sessions(), node.astern().gateway());
    }

    @AfterEach
    void close() {
        door.close();
        node.close();
    }

    private Session client() {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(door.port()));
        properties.put("mail.smtp.auth", "true");
        return Session.getInstance(properties);
    }

    private MimeMessage offer() throws MessagingException {
        var mail = new MimeMessage(client());
        mail.setFrom(new InternetAddress("desk@example.org"));
        mail.setRecipient(RecipientType.TO, new InternetAddress("ann@example.com"));
        mail.setRecipient(RecipientType.BCC, new InternetAddress("log@example.org"));
        mail.setSubject("Angebot für Ann", "UTF-8");
        mail.setText("Dear Ann,\nsee below.\n");
        mail.saveChanges();
        return mail;
    }

    private void hand(MimeMessage mail) throws MessagingException {
        try (var transport = client().getTransport("smtp")) {
            transport.connect("post", session.token());
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private List<Action> actions() {
        return node.astern().actions().page(session.session().id(), null, 100).items();
    }

    private String listed() {
        var request = ActionRequest.of("post", "list_mail", Map.of());
        return node.astern()
                .gateway()
                .perform(session.session(), request, new Cancellation())
                .output()
                .results()
                .toString();
    }

    @Test
    void a_mail_is_an_action_that_waits_and_a_repeat_is_the_same() throws Exception {
        var mail = offer();
        hand(mail);
        hand(mail);
        assertThat(actions()).singleElement().satisfies(action -> {
            assertThat(action.tool()).isEqualTo("submit_mail");
            assertThat(action.state()).isEqualTo(ActionState.APPLIED);
        });
        assertThat(listed())
                .contains("waiting", "ann@example.com", "Angebot für Ann")
                .doesNotContain("log@");
    }

    @Test
    void what_is_no_plain_text_is_attached() throws Exception {
        var mail = offer();
        var text = new MimeBodyPart();
        text.setText("plain");
        var html = new MimeBodyPart();
        html.setContent("<p>rich</p>", "text/html; charset=utf-8");
        var file = new MimeBodyPart();
        file.setContent("a,b\n", "text/csv");
        file.setFileName("list.csv");
        mail.setContent(new MimeMultipart("mixed", text, html, file));
        mail.saveChanges();
        hand(mail);
        var effects = node.astern()
                .actions()
                .effects(actions().getFirst().id(), null, 10)
                .toString();
        assertThat(effects).contains("plain", "message.html", "list.csv");
    }

    @Test
    void only_a_session_s_token_is_let_in() {
        for (var wrong : List.of("nothing", "ass_" + "0".repeat(40), "")) {
            assertThatThrownBy(() -> {
                        var mail = offer();
                        Transport.send(mail, mail.getAllRecipients(), "post", wrong);
                    })
                    .as(wrong)
                    .isInstanceOf(MessagingException.class);
        }
        assertThat(actions()).isEmpty();
    }

    @Test
    void a_session_that_was_ended_meanwhile_sends_nothing() throws Exception {
        try (var line = new Line(door.port())) {
            line.authenticate(session.token());
            node.astern().sessions().revoke(operator, session.session().id());
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com\r\n\r\nhi"))
                    .startsWith("554 5.7.1 session_revoked");
        }
        assertThat(actions()).isEmpty();
    }

    @Test
    void what_can_not_be_sent_as_it_stands_is_refused_in_one_line() throws Exception {
        try (var line = new Line(door.port())) {
            line.authenticate(session.token());
            assertThat(line.mail("From: boss@example.org\r\nTo: ann@example.com\r\n\r\nhi"))
                    .startsWith("554 5.6.0 bad_request: its From");
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com, eve@example.com\r\n\r\nhi"))
                    .startsWith("554 5.6.0 bad_request: it names people");
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com\r\n"
                            + "Content-Type: multipart/mixed; boundary=\r\n\r\nhi"))
                    .startsWith("554 5.6.0");
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com\r\n"
                            + "Subject: =?utf-8?Q?a=0D=0ABcc:_eve@example.com?=\r\n\r\nhi"))
                    .startsWith("554 5.7.1")
                    .contains("visible characters");
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com\r\n\r\nfine"))
                    .startsWith("250 ");
        }
        assertThat(listed()).contains("ann@example.com").doesNotContain("eve@");
    }

    @Test
    void what_people_are_asked_about_is_taken_and_says_where() throws Exception {
        close();
        start("default");
        try (var line = new Line(door.port())) {
            line.authenticate(session.token());
            assertThat(line.mail("From: desk@example.org\r\nTo: ann@example.com\r\n\r\nhi"))
                    .startsWith("250 ")
                    .contains("waits for people");
        }
        assertThat(actions())
                .singleElement()
                .satisfies(action -> assertThat(action.state()).isEqualTo(ActionState.HELD));
    }

    /** The protocol by hand. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader replies;

        Line(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            reply();
            say("EHLO test");
        }

        private String reply() throws IOException {
            var line = String.valueOf(replies.readLine());
            while (line.length() > 3 && line.charAt(3) == '-') {
                line = String.valueOf(replies.readLine());
            }
            return line;
        }

        private String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(UTF_8));
            return reply();
        }

        void authenticate(String token) throws IOException {
            var plain = Base64.getEncoder().encodeToString(("\0post\0" + token).getBytes(UTF_8));
            assertThat(say("AUTH PLAIN " + plain)).startsWith("235");
        }

        String mail(String content) throws IOException {
            assertThat(say("RSET")).startsWith("250");
            assertThat(say("MAIL FROM:<desk@example.org>")).startsWith("250");
            assertThat(say("RCPT TO:<ann@example.com>")).startsWith("250");
            assertThat(say("DATA")).startsWith("354");
            return say(content + "\r\n.");
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
