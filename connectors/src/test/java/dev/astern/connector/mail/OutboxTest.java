package dev.astern.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reason;
import dev.astern.connector.SessionRef;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Mail that leaves, or does not, by a real mail server. */
class OutboxTest extends AtAMailServer {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private Selected draft(String id) {
        return agent.done(
                "draft_mail",
                Map.of("id", id, "to", List.of("ann@example.com"), "subject", "Offer", "text", "Dear Ann\n"));
    }

    private Selected send(String id) {
        return agent.done("send_mail", Map.of("id", id, "reason", "asked for"));
    }

    @Test
    void a_mail_that_is_written_and_sent_in_one_is_held_leaves_or_is_taken_back_whole() {
        var stays = agent.done(
                "submit_mail",
                Map.of("id", "m1", "to", List.of("ann@example.com"), "subject", "Offer", "text", "Dear Ann\n"));
        agent.done(
                "submit_mail",
                Map.of("id", "m2", "bcc", List.of("bea@example.com"), "subject", "Offer", "text", "Dear Bea\n"));
        assertThat(office.mail("m1").state()).isEqualTo(State.WAITING);
        assertThat(agent.undone(stays).report().count(UndoResult.RESTORED)).isEqualTo(1);
        passed(WINDOW);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(office.mail("m2").state()).isEqualTo(State.SENT);
    }

    private void passed(Duration time) {
        office.later(time);
        office.releaser().tick();
    }

    private void sent(String id) {
        draft(id);
        send(id);
        passed(WINDOW);
        assertThat(office.mail(id).state()).isEqualTo(State.SENT);
    }

    private List<MimeMessage> received() {
        return Arrays.asList(server.getReceivedMessages());
    }

    private static void assertOnly(UndoReport report, UndoResult result, Reason reason) {
        assertThat(report.counts()).hasSize(1);
        assertThat(report.counts().getFirst().result()).isEqualTo(result);
        assertThat(report.counts().getFirst().reason()).isEqualTo(reason);
    }

    @Test
    void a_mail_leaves_once_after_its_window_and_not_before() throws Exception {
        draft("a");
        send("a");
        passed(WINDOW.minus(MOMENT));
        assertThat(received()).isEmpty();
        assertThat(office.mail("a").state()).isEqualTo(State.WAITING);
        passed(MOMENT);
        passed(WINDOW);
        assertThat(received()).hasSize(1);
        var message = received().getFirst();
        assertThat(message.getSubject()).isEqualTo("Offer");
        assertThat(message.getMessageID()).isEqualTo(office.mail("a").messageId());
        assertThat(office.mail("a").state()).isEqualTo(State.SENT);
    }

    @Test
    void a_draft_never_leaves() {
        draft("a");
        passed(WINDOW.multipliedBy(100));
        assertThat(received()).isEmpty();
    }

    @Test
    void whoever_looks_sees_who_sends_what_to_whom_why_and_how_far_it_is() {
        draft("a");
        send("a");
        agent.done("list_mail", Map.of("state", "waiting"));
        assertThat(agent.seen().getLast().toString())
                .contains("ann@example.com", "ses_contract", "cleared as act_2", "asked for", "2026-11-01T10:10:00Z");
    }

    @Test
    void an_undo_within_the_window_takes_it_back() {
        draft("a");
        var send = send("a");
        passed(WINDOW.minus(MOMENT));
        assertThat(agent.undone(send).report().count(UndoResult.RESTORED)).isEqualTo(1);
        passed(WINDOW);
        assertThat(received()).isEmpty();
        assertThat(office.mail("a").state()).isEqualTo(State.DRAFT);
    }

    @Test
    void an_undo_of_draft_and_sending_leaves_nothing() throws IOException {
        var draft = draft("a");
        var send = send("a");
        assertThat(agent.undone(draft, send).report().count(UndoResult.RESTORED))
                .isEqualTo(1);
        passed(WINDOW);
        assertThat(received()).isEmpty();
        assertThat(office.outbox().all()).isEmpty();
    }

    @Test
    void an_undo_after_the_window_drafts_a_correction_and_sends_nothing() throws IOException {
        draft("a");
        var send = send("a");
        passed(WINDOW);
        assertOnly(agent.plan(send), UndoResult.COMPENSATED, Reason.COMPENSATE_ONLY);
        var undone = agent.undone(send);
        assertOnly(undone.report(), UndoResult.COMPENSATED, Reason.COMPENSATE_ONLY);
        passed(WINDOW.multipliedBy(100));
        assertThat(received()).hasSize(1);
        var correction = correction();
        assertThat(correction.state()).isEqualTo(State.DRAFT);
        assertThat(correction.to()).containsExactly("ann@example.com");
        // Again makes no second one, and to take the undo back takes the draft away.
        assertOnly(agent.undone(send).report(), UndoResult.COMPENSATED, Reason.COMPENSATE_ONLY);
        assertThat(office.outbox().all()).hasSize(2);
        assertThat(agent.undone(undone.action()).report().count(UndoResult.RESTORED))
                .isEqualTo(1);
        assertThat(office.outbox().all()).hasSize(1);
    }

    private Mail correction() throws IOException {
        return office.outbox().all().stream()
                .filter(mail -> mail.inReplyTo().equals("a"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_correction_is_held_and_threaded_to_what_it_corrects() throws Exception {
        sent("a");
        agent.done("send_correction", Map.of("id", "a", "text", "It is 12, not 21."));
        passed(MOMENT);
        assertThat(received()).hasSize(1);
        passed(WINDOW);
        assertThat(received()).hasSize(2);
        var message = received().getLast();
        assertThat(message.getHeader("In-Reply-To"))
                .containsExactly(office.mail("a").messageId());
        assertThat(message.getHeader("References"))
                .containsExactly(office.mail("a").messageId());
        assertThat(message.getSubject()).isEqualTo("Correction: Offer");
    }

    @Test
    void what_has_not_left_needs_no_correction() {
        draft("a");
        send("a");
        var failed = agent.failed("send_correction", Map.of("id", "a", "text", "x"));
        assertThat(failed.problem().reason()).isEqualTo(Reason.CONFLICTING_STATE);
    }

    @Test
    void what_was_withdrawn_stays_and_an_undo_of_that_sends_nothing() {
        draft("a");
        send("a");
        var withdrawn = agent.done("withdraw_mail", Map.of("id", "a", "reason", "wrong price"));
        assertOnly(agent.undone(withdrawn).report(), UndoResult.CANNOT, Reason.NOT_UNDOABLE);
        passed(WINDOW);
        assertThat(received()).isEmpty();
        assertThat(office.mail("a").state()).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void what_waits_or_has_left_is_not_changed() {
        draft("a");
        send("a");
        assertThat(agent.failed("update_draft", Map.of("id", "a", "text", "x"))
                        .problem()
                        .reason())
                .isEqualTo(Reason.CONFLICTING_STATE);
        passed(WINDOW);
        for (var tool : List.of("send_mail", "withdraw_mail", "delete_draft")) {
            assertThat(agent.failed(tool, Map.of("id", "a")).problem().reason()).isEqualTo(Reason.CONFLICTING_STATE);
        }
        assertThat(received()).hasSize(1);
    }

    @Test
    void what_waits_in_a_revoked_session_does_not_leave() {
        draft("a");
        send("a");
        office.connector().revoke(new SessionRef("ses_other", Instant.MAX));
        assertThat(office.mail("a").state()).isEqualTo(State.WAITING);
        office.connector().revoke(new SessionRef("ses_contract", Instant.MAX));
        passed(WINDOW);
        assertThat(received()).isEmpty();
        assertThat(office.mail("a").state()).isEqualTo(State.WITHDRAWN);
    }

    @Test
    void nothing_leaves_under_a_stop() {
        draft("a");
        send("a");
        office.stop(true);
        passed(WINDOW);
        assertThat(received()).isEmpty();
        office.stop(false);
        passed(MOMENT);
        assertThat(received()).hasSize(1);
    }

    @Test
    void many_nodes_send_each_mail_once() throws Exception {
        for (int i = 0; i < 20; i++) {
            draft("m" + i);
            send("m" + i);
        }
        office.later(WINDOW);
        var nodes = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 4; i++) {
            var releaser = office.releaser();
            nodes.add(() -> {
                releaser.tick();
                return true;
            });
        }
        try (var threads = Executors.newFixedThreadPool(nodes.size())) {
            for (var node : threads.invokeAll(nodes)) {
                assertThat(node.get()).isTrue();
            }
        }
        assertThat(received()).hasSize(20);
        assertThat(received().stream().map(OutboxTest::id).distinct()).hasSize(20);
    }

    private static String id(MimeMessage message) {
        try {
            return message.getMessageID();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_file_that_nobody_can_read_stops_no_other_mail() throws Exception {
        draft("a");
        send("a");
        Files.writeString(office.folder().resolve("post").resolve("0broken.json"), "{");
        passed(WINDOW);
        assertThat(received()).hasSize(1);
    }

    @Test
    void the_secret_is_never_said() {
        office = new Office("smtp://127.0.0.1:" + server.getSmtp().getPort());
        server.setUser(Office.SENDER, "desk", "another");
        agent = new Acts(office.connector());
        draft("a");
        send("a");
        passed(WINDOW);
        var mail = office.mail("a");
        assertThat(mail.state()).isEqualTo(State.WAITING);
        assertThat(mail.detail()).contains("does not accept");
        assertThat(received()).isEmpty();
        agent.done("list_mail", Map.of());
        assertThat(mail.toString() + agent.seen()).doesNotContain(Office.SECRET);
    }
}
