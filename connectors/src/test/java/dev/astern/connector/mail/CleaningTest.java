package dev.astern.connector.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What goes from the outbox after a year, and what stays because an undo or a correction needs it. */
class CleaningTest extends AtAMailServer {
    /** The clock of the office begins in 2026. */
    private static final FileTime OLD = FileTime.from(Instant.parse("2025-10-01T00:00:00Z"));

    private static Map<String, Object> mail(String id) {
        var content = Base64.getEncoder().encodeToString(("prices for " + id).getBytes(UTF_8));
        return Map.of(
                "id",
                id,
                "to",
                List.of("ann@example.com"),
                "subject",
                "Offer",
                "text",
                "Dear Ann",
                "attachments",
                List.of(Map.of("name", "prices.txt", "type", "text/plain", "base64", content)));
    }

    private Selected sent(String id) {
        var action = agent.done("submit_mail", mail(id));
        office.later(Duration.ofMinutes(10));
        office.releaser().tick();
        assertThat(office.mail(id).state()).isEqualTo(State.SENT);
        return action;
    }

    private Path folder() {
        return office.folder().resolve("post");
    }

    private List<Path> parts() throws IOException {
        try (var files = Files.list(folder().resolve("parts"))) {
            return files.toList();
        }
    }

    private void old() throws IOException {
        try (var files = Files.walk(folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, OLD);
            }
        }
    }

    @Test
    void of_what_was_sent_long_ago_it_is_still_known_that_it_was_and_to_whom() throws Exception {
        var action = sent("a");
        old();
        office.cleaning().tick();
        assertThat(parts()).isEmpty();
        var kept = office.mail("a");
        assertThat(kept.hasContents()).isFalse();
        assertThat(kept.state()).isEqualTo(State.SENT);
        assertThat(kept.to()).containsExactly("ann@example.com");
        assertThat(kept.messageId()).isNotEmpty();

        assertThat(agent.undone(action).report().count(UndoResult.COMPENSATED))
                .as("it can't be said to be taken back")
                .isEqualTo(1);
        assertThat(office.outbox().all())
                .anyMatch(mail -> mail.state() == State.DRAFT
                        && mail.inReplyTo().equals("a")
                        && mail.to().equals(List.of("ann@example.com")));
    }

    @Test
    void what_was_sent_lately_or_waits_or_is_a_draft_stays() throws Exception {
        agent.done("draft_mail", mail("draft"));
        sent("b");
        agent.done("submit_mail", mail("waits"));
        old();
        Files.setLastModifiedTime(folder().resolve("b.json"), FileTime.from(Instant.parse("2026-10-31T00:00:00Z")));
        office.cleaning().tick();
        assertThat(parts()).hasSize(3);
        assertThat(office.mail("draft").hasContents()).isTrue();
        assertThat(office.mail("b").hasContents()).isTrue();
    }

    @Test
    void what_was_withdrawn_goes_whole() throws Exception {
        agent.done("submit_mail", mail("a"));
        agent.done("withdraw_mail", Map.of("id", "a"));
        office.cleaning().tick();
        assertThat(office.outbox().read("a")).isPresent();
        old();
        office.cleaning().tick();
        assertThat(office.outbox().read("a")).isEmpty();
    }

    /** However old they are: since when nobody names them is what counts. */
    @Test
    void a_draft_that_was_deleted_lately_comes_back_with_its_attachments() throws Exception {
        agent.done("draft_mail", mail("a"));
        old();
        office.cleaning().tick();
        var deleted = agent.done("delete_draft", Map.of("id", "a"));
        office.cleaning().tick();
        assertThat(agent.undone(deleted).report().count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(office.outbox().has(office.mail("a").attachments().getFirst().digest()))
                .isTrue();
    }

    @Test
    void where_a_mail_can_t_be_read_no_attachment_goes() throws Exception {
        sent("a");
        Files.writeString(folder().resolve("odd.json"), "{");
        old();
        office.cleaning().tick();
        assertThat(office.mail("a").hasContents()).isFalse();
        assertThat(parts()).hasSize(1);
    }
}
