package dev.astern.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoResult;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Mails that say the same as text and as HTML. */
class HtmlTest extends AtAMailServer {
    private static final String HTML = "<p>Dear Ann,<br>see <a href='https://example.net/x\u202e'>our prices</a></p>";

    private static Map<String, Object> mail(String id, List<Map<String, String>> attachments) {
        return Map.of(
                "id",
                id,
                "to",
                List.of("ann@example.com"),
                "subject",
                "Offer",
                "text",
                "Dear Ann,\nsee our prices\n",
                "html",
                HTML,
                "attachments",
                attachments);
    }

    private void leave() {
        office.later(Duration.ofMinutes(10));
        office.releaser().tick();
    }

    private static void assertAlternatives(Object content) throws Exception {
        var parts = (MimeMultipart) content;
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(text(parts.getBodyPart(0), "text/plain")).startsWith("Dear Ann,");
        assertThat(text(parts.getBodyPart(1), "text/html")).isEqualTo(HTML);
    }

    private static String text(BodyPart part, String type) throws Exception {
        assertThat(part.getContentType()).startsWith(type);
        return String.valueOf(part.getContent());
    }

    @Test
    void both_leave_as_alternatives_with_attachments_beside() throws Exception {
        agent.done("submit_mail", mail("a", List.of()));
        agent.done("submit_mail", mail("b", List.of(Map.of("name", "a.txt", "base64", "YQ=="))));
        leave();
        assertThat(server.getReceivedMessages()).hasSize(2);
        assertAlternatives(server.getReceivedMessages()[0].getContent());
        var mixed = (MimeMultipart) server.getReceivedMessages()[1].getContent();
        assertThat(mixed.getCount()).isEqualTo(2);
        assertAlternatives(mixed.getBodyPart(0).getContent());
    }

    @Test
    void people_see_the_text_and_what_the_html_is_and_where_it_leads() {
        var resolved = (Resolution.Resolved) office.connector().resolve(new Call("submit_mail", mail("a", List.of())));
        assertThat(resolved.operation().command())
                .contains(
                        "see our prices", "HTML instead of the text: ", "leads to: https://example.net/x", "| <p>Dear")
                .doesNotContain("\u202e");
    }

    @Test
    void much_html_is_shown_in_part() {
        var note = HtmlNote.of("<p>" + "x".repeat(20_000) + "</p>\n".repeat(1_000));
        assertThat(note.length()).isLessThan(4_100);
        assertThat(note).endsWith("…\n");
    }

    @Test
    void html_alone_does_not_leave() {
        agent.done("draft_mail", Map.of("id", "a", "to", List.of("ann@example.com"), "html", HTML));
        var failed = agent.failed("send_mail", Map.of("id", "a"));
        assertThat(failed.problem().reason()).isEqualTo(Reason.BAD_REQUEST);
        assertThat(office.mail("a").state()).isEqualTo(State.DRAFT);
    }

    @Test
    void a_correction_quotes_the_text() throws Exception {
        var sent = agent.done("submit_mail", mail("a", List.of()));
        leave();
        assertThat(agent.undone(sent).report().count(UndoResult.COMPENSATED)).isEqualTo(1);
        assertThat(office.outbox().all())
                .filteredOn(mail -> mail.inReplyTo().equals("a"))
                .singleElement()
                .satisfies(draft -> {
                    assertThat(draft.text()).contains("> Dear Ann,\n> see our prices");
                    assertThat(draft.html()).isEmpty();
                });
    }

    @Test
    void a_mail_that_was_written_before_there_was_html_is_read() throws Exception {
        agent.done("draft_mail", Map.of("id", "a", "to", List.of("ann@example.com"), "text", "Dear Ann"));
        var file = office.folder().resolve("post").resolve("a.json");
        Files.writeString(file, Files.readString(file).replace("\"html\":\"\",", ""));
        assertThat(Files.readString(file)).doesNotContain("html");
        assertThat(office.mail("a").html()).isEmpty();
    }
}
