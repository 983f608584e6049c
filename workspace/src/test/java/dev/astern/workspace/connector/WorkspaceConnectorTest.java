package dev.astern.workspace.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Call;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.Tier;
import dev.astern.connector.testkit.TestExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkspaceConnectorTest {
    private FilesLaboratory lab;
    private final AtomicInteger actions = new AtomicInteger();

    @BeforeEach
    void open() {
        lab = new FilesLaboratory();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Operation understood(String tool, Map<String, Object> arguments) {
        var resolution = lab.connector().resolve(new Call(tool, arguments));
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) resolution).operation();
    }

    private Performance.Committed done(String tool, Map<String, Object> arguments) {
        var performance = lab.connector()
                .perform(understood(tool, arguments), TestExecution.cleared("act_" + actions.incrementAndGet()));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        return (Performance.Committed) performance;
    }

    private Reason refused(String tool, Map<String, Object> arguments) {
        var resolution = lab.connector().resolve(new Call(tool, arguments));
        assertThat(resolution).isInstanceOf(Resolution.Refused.class);
        return ((Resolution.Refused) resolution).problem().reason();
    }

    @Test
    void a_command_of_plain_words_needs_no_shell() {
        assertThat(understood("run_command", Map.of("command", "rm -r build")).command())
                .isEqualTo("rm -r build");
        assertThat(understood("run_command", Map.of("command", "echo $HOME > x"))
                        .command())
                .isEqualTo("sh -c 'echo $HOME > x'");
        assertThat(understood("run_command", Map.of("argv", List.of("a b", "it's")))
                        .command())
                .isEqualTo("'a b' 'it'\\''s'");
    }

    @Test
    void an_entry_of_the_recovery_library_makes_a_command_stricter() {
        var removal = understood("run_command", Map.of("command", "rm notes.txt"));
        assertThat(removal.tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(removal.verb()).isEqualTo("delete");
        var other = understood("run_command", Map.of("command", "make all"));
        assertThat(other.tier()).isEqualTo(Tier.WRITE);
        assertThat(other.reversibility()).isEqualTo(Reversibility.REVERSIBLE_WITH_STATE);
    }

    @Test
    void a_command_that_reaches_the_network_is_destructive_unless_an_entry_says_what_it_does() {
        try (var open = lab.provider()
                .open(lab.config(Map.of("network", "host", "state", lab.base + "/other")), FilesLaboratory.lent())) {
            var resolved = (Resolution.Resolved) open.resolve(new Call("run_command", Map.of("command", "make all")));
            assertThat(resolved.operation().tier()).isEqualTo(Tier.DESTRUCTIVE);
            assertThat(resolved.operation().reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        }
    }

    @Test
    void what_deletes_is_seen_to_whatever_it_is_called() throws IOException {
        Files.writeString(lab.root.resolve("a"), "1");
        var moved = done("run_command", Map.of("command", "mv -n -T a b"));
        assertThat(moved.observed().tier()).isEqualTo(Tier.WRITE);
        var deleted = done("run_command", Map.of("command", "find . -type f -delete"));
        assertThat(deleted.observed().tier()).isEqualTo(Tier.DESTRUCTIVE);
    }

    @Test
    void output_is_read_by_its_session_alone() {
        done("run_command", Map.of("command", "seq 20000"));
        var row = done("run_command", Map.of("command", "seq 20000"))
                .output()
                .results()
                .get(1)
                .rows()
                .getFirst();
        var read = done(
                "read_output",
                Map.of("action", "act_2", "sha256", String.valueOf(row.get(3)), "offset", 100_000, "limit", 12));
        assertThat(read.output().results().getFirst().rows().getFirst().getFirst())
                .isEqualTo("8\n18519\n1852");
        var foreign = lab.connector()
                .perform(
                        understood("read_output", Map.of("action", "act_9", "sha256", String.valueOf(row.get(3)))),
                        TestExecution.cleared("act_10"));
        assertThat(foreign).isInstanceOf(Performance.Failed.class);
    }

    @Test
    void bad_arguments_are_refused() {
        assertThat(refused("run_command", Map.of())).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("run_command", Map.of("argv", List.of()))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("run_command", Map.of("argv", List.of("a\0b")))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("run_command", Map.of("command", "ls", "cwd", "/etc")))
                .isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("write_file", Map.of("path", "/etc/passwd", "content", "x")))
                .isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("write_file", Map.of("path", "a//b", "content", "x")))
                .isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("write_file", Map.of("path", "a"))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("write_file", Map.of("path", "a", "content_base64", "?")))
                .isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("read_file", Map.of("path", "a", "limit", -1))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("read_file", Map.of("path", "a", "evil", 1))).isEqualTo(Reason.BAD_REQUEST);
        assertThat(refused("list_files", Map.of("path", "x".repeat(300)))).isEqualTo(Reason.BAD_REQUEST);
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        for (var options : List.of(
                Map.of("runner", "somewhere"),
                Map.of("mode", "best"),
                Map.of("network", "maybe"),
                Map.of("processes", "many"),
                Map.of("state", "relative"),
                Map.of("state", lab.root + "/kept"),
                Map.of("colour", "blue"))) {
            assertThatThrownBy(() -> lab.provider().open(lab.config(options), FilesLaboratory.lent()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().reason()).isEqualTo(Reason.BAD_REQUEST));
        }
    }

    @Test
    void its_status_says_how_far_commands_are_kept_apart() {
        var status = lab.provider()
                .installation(lab.config(Map.of()), FilesLaboratory.lent())
                .status();
        assertThat(status.state()).isEqualTo(TargetStatus.State.READY);
        assertThat(status.findings().toString()).contains("commands run as the server's own user");
    }

    @Test
    void old_actions_are_forgotten_and_say_so() throws IOException {
        Files.writeString(lab.root.resolve("a"), "before that was long ago");
        done("write_file", Map.of("path", "a", "content", "after"));
        var installation = lab.provider().installation(lab.config(Map.of()), FilesLaboratory.lent());
        assertThat(installation.prune(Instant.now().plusSeconds(10), true).actions())
                .isEqualTo(1);
        var pruned = installation.prune(Instant.now().plusSeconds(10), false);
        assertThat(pruned.bytes()).isEqualTo("before that was long ago".length() + "after".length());
        var report = lab.connector()
                .planUndo(new dev.astern.connector.UndoRequest(
                        List.of(new dev.astern.connector.UndoRequest.Selected("act_1", "")),
                        dev.astern.connector.UndoRequest.OnConflict.KEEP,
                        Map.of(),
                        10,
                        null));
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.NO_BEFORE_STATE);
    }
}
