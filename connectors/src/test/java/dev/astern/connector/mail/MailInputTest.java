package dev.astern.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.astern.connector.Call;
import dev.astern.connector.Lent;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.MemoryKeeping;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailInputTest {
    private final Office office = new Office("smtp://127.0.0.1:1");

    private void refused(String tool, Map<String, Object> arguments) {
        var resolution = office.connector().resolve(new Call(tool, arguments));
        assertThat(resolution).as(arguments.toString()).isInstanceOf(Resolution.Refused.class);
        assertThat(((Resolution.Refused) resolution).problem().reason()).isEqualTo(Reason.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann@",
                "@example.com",
                "ann@example.com\r\nBcc: eve@example.com",
                "ann@example.com\nX: y",
                "ann@example.com,eve@example.com",
                "Ann <ann@example.com>",
                "\"ann eve\"@example.com",
                "ann(comment)@example.com",
                "ann@[127.0.0.1]",
                "ann@exa mple.com",
                "ann@example.com>",
                "änn@example.com",
                "ann@example..com",
                ".ann@example.com",
                "ann@-example.com",
                "ann@example.com\u0000",
                "@relay:ann@example.com"
            })
    void what_is_no_plain_address_is_refused(String address) {
        for (var name : List.of("to", "cc", "bcc", "from")) {
            refused("draft_mail", Map.of(name, name.equals("from") ? address : List.of(address)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\r\nBcc: eve@example.com", "a\nb", "a\rb", "a\u0000b", "a\u2028b", "a\u202Eb", "a\u0085b"})
    void a_header_stays_one_line(String line) {
        for (var name : List.of("subject", "reason", "owner")) {
            refused("draft_mail", Map.of(name, line));
        }
        refused("send_mail", Map.of("id", "a", "reason", line));
        refused("withdraw_mail", Map.of("id", "a", "reason", line));
        refused("draft_mail", Map.of("attachments", List.of(Map.of("name", line, "base64", ""))));
        refused("draft_mail", Map.of("attachments", List.of(Map.of("name", "a", "type", line, "base64", ""))));
    }

    @Test
    void what_is_too_much_is_refused() {
        refused("draft_mail", Map.of("to", Collections.nCopies(6, "ann@example.com")));
        refused("draft_mail", Map.of("text", "x".repeat(50_001)));
        refused("draft_mail", Map.of("subject", "x".repeat(501)));
        var large = Base64.getEncoder().encodeToString(new byte[50_001]);
        refused("draft_mail", Map.of("attachments", List.of(Map.of("name", "a", "base64", large))));
        refused("draft_mail", Map.of("text", "a\u0007b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "a.json", "a b", "-a", "a\n"})
    void an_id_stays_inside_the_outbox(String id) {
        for (var tool : List.of("read_mail", "send_mail", "delete_draft", "withdraw_mail")) {
            refused(tool, Map.of("id", id));
        }
        refused("draft_mail", Map.of("id", id));
    }

    @Test
    void attachments_that_hide_something_are_refused() {
        for (var name : List.of("../x", "a/b", "a\\b", ".bashrc", "a\"b", " ")) {
            refused("draft_mail", Map.of("attachments", List.of(Map.of("name", name, "base64", ""))));
        }
        for (var type : List.of("multipart/mixed", "message/rfc822", "text", "text/html; charset=x")) {
            refused("draft_mail", Map.of("attachments", List.of(Map.of("name", "a", "type", type, "base64", ""))));
        }
        refused("draft_mail", Map.of("attachments", List.of(Map.of("name", "a", "base64", "?"))));
        refused("draft_mail", Map.of("attachments", List.of(Map.of("name", "a", "base64", "", "x", "y"))));
    }

    @Test
    void more_recipients_than_allowed_in_all_are_not_sent_to() {
        var agent = new Acts(office.connector());
        var three = List.of("a@example.com", "b@example.com", "c@example.com");
        var others = List.of("d@example.com", "e@example.com", "f@example.com");
        agent.done("draft_mail", Map.of("id", "a", "to", three, "cc", others));
        assertThat(agent.failed("send_mail", Map.of("id", "a")).problem().detail())
                .contains("1 to 5");
        agent.done("draft_mail", Map.of("id", "b"));
        assertThat(agent.failed("send_mail", Map.of("id", "b")).problem().detail())
                .contains("1 to 5");
    }

    @Test
    void what_was_written_arrives_as_it_was_written() throws Exception {
        var server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser(Office.SENDER, "desk", Office.SECRET);
        server.start();
        try {
            var there = new Office("smtp://127.0.0.1:" + server.getSmtp().getPort());
            var agent = new Acts(there.connector());
            var content = new byte[] {0, 1, 2, (byte) 0xff, '\r', '\n', '.', '\r', '\n'};
            var arguments = new HashMap<String, Object>();
            arguments.put("id", "a");
            arguments.put("to", List.of("ann@example.com"));
            arguments.put("bcc", List.of("boss@example.com"));
            arguments.put("subject", "Grüße, 東京 =?utf-8?q?x?=");
            arguments.put("text", "Zeile\n.\nnoch eine €\n");
            arguments.put(
                    "attachments",
                    List.of(Map.of(
                            "name",
                            "Übersicht.bin",
                            "base64",
                            Base64.getEncoder().encodeToString(content))));
            agent.done("draft_mail", arguments);
            agent.done("send_mail", Map.of("id", "a"));
            there.later(Duration.ofHours(1));
            there.releaser().tick();
            assertThat(there.mail("a").detail() + there.mail("a").state()).contains("SENT");
            assertThat(server.getReceivedMessages()).hasSize(2);
            var message = server.getReceivedMessages()[0];
            assertThat(message.getSubject()).isEqualTo("Grüße, 東京 =?utf-8?q?x?=");
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getAllRecipients()).hasSize(1);
            var parts = (MimeMultipart) message.getContent();
            assertThat(parts.getBodyPart(0)
                            .getContent()
                            .toString()
                            .replace("\r\n", "\n")
                            .strip())
                    .isEqualTo("Zeile\n.\nnoch eine €");
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("Übersicht.bin");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(content);
        } finally {
            server.stop();
        }
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        for (var options : List.<Map<String, String>>of(
                Map.of("outbox", "relative"),
                Map.of("outbox", ""),
                Map.of("from", ""),
                Map.of("from", "not an address"),
                Map.of("hold_window", "soon"),
                Map.of("hold_window", "-1"),
                Map.of("plaintext", "maybe"),
                Map.of("unknown", "x"))) {
            var config = office.config(options);
            assertThatThrownBy(() -> new MailProvider().open(config, lent())).isInstanceOf(ProblemException.class);
        }
        for (var url : List.of("http://x", "smtp://u:p@x", "smtp://x/y", "smtp:x", "", "smtp://x?y")) {
            var config = new TargetConfig(
                    "post",
                    url,
                    "",
                    Secret.from(() -> ""),
                    office.config(Map.of()).options());
            assertThatThrownBy(() -> new MailProvider().open(config, lent())).isInstanceOf(ProblemException.class);
        }
        new MailProvider().open(office.config(Map.of()), lent()).close();
    }

    private static Lent lent() {
        return new Lent(new MemoryKeeping(), reference -> Secret.from(() -> "secret"));
    }
}
