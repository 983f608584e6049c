package dev.astern.connector.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server that is no help, and a node that is killed: nothing is sent twice, and nothing false is said. */
class LostAnswerTest {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private static Selected waiting(Acts agent) {
        agent.done("draft_mail", Map.of("id", "a", "to", List.of("ann@example.com"), "subject", "Offer"));
        return agent.done("send_mail", Map.of("id", "a"));
    }

    private static void passed(Office office) {
        office.later(WINDOW);
        office.releaser().tick();
    }

    @Test
    void a_mail_whose_answer_was_lost_is_unconfirmed_and_never_sent_again() {
        try (var server = new ScriptedSmtp(Map.of(".", ScriptedSmtp.HANG_UP, "AUTH", "235 ok"))) {
            var office = new Office(server.url());
            var agent = new Acts(office.connector());
            var send = waiting(agent);
            passed(office);
            assertThat(office.mail("a").state()).isEqualTo(State.UNCONFIRMED);
            passed(office);
            assertThat(server.messages()).isEqualTo(1);
            // It may have gone, so that an undo can only make up for it.
            assertThat(agent.undone(send).report().count(UndoResult.COMPENSATED))
                    .isEqualTo(1);
        }
    }

    @Test
    void a_server_that_hangs_up_once_it_has_taken_it_has_taken_it() {
        try (var server = new ScriptedSmtp(Map.of("QUIT", ScriptedSmtp.HANG_UP, "AUTH", "235 ok"))) {
            var office = new Office(server.url());
            waiting(new Acts(office.connector()));
            passed(office);
            assertThat(office.mail("a").state()).isEqualTo(State.SENT);
            passed(office);
            assertThat(server.messages()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void what_the_server_refuses_for_good_has_failed(String command) {
        refused(command, "550 no", State.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void what_the_server_can_t_take_now_waits_on(String command) {
        refused(command, "451 later", State.WAITING);
    }

    private static void refused(String command, String answer, State state) {
        try (var server = new ScriptedSmtp(Map.of(command, answer, "AUTH", "235 ok"))) {
            var office = new Office(server.url());
            waiting(new Acts(office.connector()));
            passed(office);
            assertThat(office.mail("a").state()).isEqualTo(state);
            assertThat(office.mail("a").detail()).contains(answer.substring(4));
            assertThat(office.mail("a").attempts()).isEqualTo(1);
        }
    }

    @Test
    void what_is_refused_again_and_again_fails_at_last() {
        try (var server = new ScriptedSmtp(Map.of("RCPT", "451 later", "AUTH", "235 ok"))) {
            var office = new Office(server.url());
            waiting(new Acts(office.connector()));
            for (int i = 0; i < 20; i++) {
                office.later(Duration.ofHours(1));
                office.releaser().tick();
            }
            assertThat(office.mail("a").state()).isEqualTo(State.FAILED);
        }
    }

    @Test
    void a_server_that_is_not_there_gets_it_later() {
        var office = new Office("smtp://127.0.0.1:1");
        waiting(new Acts(office.connector()));
        passed(office);
        assertThat(office.mail("a").state()).isEqualTo(State.WAITING);
        assertThat(office.mail("a").dueMs()).isGreaterThan(0);
    }

    @Test
    void a_node_that_is_killed_while_it_sends_leaves_a_mail_that_nobody_sends_again() throws Exception {
        try (var server = new ScriptedSmtp(Map.of(".", ScriptedSmtp.SILENT, "AUTH", "235 ok"))) {
            var office = new Office(server.url());
            waiting(new Acts(office.connector()));
            var node = node(server.url(), office.folder());
            try {
                server.awaitMessage();
                // Somebody alive is at it.
                passed(office);
                assertThat(office.mail("a").state()).isEqualTo(State.SENDING);
            } finally {
                node.destroyForcibly().waitFor();
            }
            passed(office);
            assertThat(office.mail("a").state()).isEqualTo(State.UNCONFIRMED);
            passed(office);
            assertThat(server.messages()).isEqualTo(1);
        }
    }

    private static Process node(String url, Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java, "-cp", System.getProperty("java.class.path"), Node.class.getName(), url, folder.toString());
        return new ProcessBuilder(command).inheritIO().start();
    }

    /** Another process, long after the window. */
    static final class Node {
        private Node() {}

        public static void main(String[] args) {
            var office = new Office(args[0], Path.of(args[1]));
            office.later(WINDOW.multipliedBy(2));
            office.releaser().tick();
        }
    }
}
