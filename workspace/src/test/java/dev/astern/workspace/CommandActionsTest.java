package dev.astern.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Level;
import dev.astern.workspace.command.Limits;
import dev.astern.workspace.command.Probe;
import dev.astern.workspace.command.Sandbox;
import dev.astern.workspace.file.RelPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandActionsTest {
    private Site site;
    private Cells cells;
    private final CommandActions.Running running = new CommandActions.Running();
    /** Other tests run beside these, on the same machine. */
    private final String marked = "a-" + UUID.randomUUID();

    @BeforeEach
    void open() throws IOException {
        site = new Site();
        var sandbox = sandbox(1 << 20);
        cells = cells(sandbox);
        var best = Probe.best(sandbox, site.workspace.layers(), Level.OVERLAY);
        Assumptions.assumeTrue(best.level() == Level.OVERLAY, () -> "no overlay here: " + best.why());
    }

    private Cells cells(Sandbox sandbox) {
        return new Cells(Level.OVERLAY, sandbox, site.workspace.layers());
    }

    private Sandbox sandbox(long outputBytes) {
        var own = site.workspace.own();
        return new Sandbox(
                site.root,
                new Limits(false, 4_000, outputBytes, Map.of("STAGE", "test")),
                List.of(site.base.resolve("kept")),
                own.uid(),
                own.gid());
    }

    @AfterEach
    void close() {
        cells.close();
        site.close();
    }

    private Performance shell(String actionId, String script) {
        return site.remember(actionId, run(script, FakeExecution.of(actionId)));
    }

    private Performance run(String script, FakeExecution execution) {
        return new CommandActions(site.workspace, cells, running)
                .perform(new Command(List.of("sh", "-c", script), RelPath.ROOT), Site.TERMS, execution);
    }

    private static Performance.Committed done(Performance performance) {
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        return (Performance.Committed) performance;
    }

    private static String stdout(Performance performance) {
        return (String)
                done(performance).output().results().get(1).rows().getFirst().get(1);
    }

    @Test
    void every_kind_of_effect_is_seen_and_taken_back() throws IOException {
        site.put("keep", "untouched");
        site.put("over", "old");
        site.put("gone", "old");
        site.put("old/deep/file", "1");
        site.put("swap/file", "1");
        site.put("mode", "x");
        site.put("shared", "1");
        Files.createLink(site.root.resolve("other"), site.root.resolve("shared"));
        Files.createDirectories(site.root.resolve("empty"));
        var before = site.picture();
        var came = done(shell("a1", """
                set -e
                echo new > over
                rm gone
                mkdir -p made/empty
                mv old renamed
                rm -r swap; mkdir swap; echo 2 > swap/other
                chmod 751 mode
                ln -s /etc/passwd out
                ln over hard
                rmdir empty
                touch -d 2001-01-01 keep
                printf x > "$(printf 'odd\\nname\\377')"
                rm other
                """));
        assertThat(came.output().exitCode()).isZero();
        assertThat(site.read("over")).isEqualTo("new\n");
        assertThat(Files.getAttribute(site.root.resolve("hard"), "unix:ino"))
                .isEqualTo(Files.getAttribute(site.root.resolve("over"), "unix:ino"));
        assertThat(Files.readSymbolicLink(site.root.resolve("out"))).isEqualTo(Path.of("/etc/passwd"));
        var after = site.picture();
        assertThat(after).containsKeys("odd\\x0aname\\xff", "renamed/deep/file", "swap/other", "made/empty");
        assertThat(after).doesNotContainKeys("gone", "empty", "old", "swap/file", "other");

        var report = site.undo("u1", "a1");
        assertThat(report.items()).allMatch(item -> item.result() == UndoResult.RESTORED);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(Files.getAttribute(site.root.resolve("other"), "unix:ino"))
                .isEqualTo(Files.getAttribute(site.root.resolve("shared"), "unix:ino"));
        site.undo("u2", "u1");
        assertThat(site.picture()).isEqualTo(after);
    }

    @Test
    void nothing_is_in_effect_before_it_is_cleared_and_never_what_is_refused() throws IOException {
        site.put("a", "1");
        var before = site.picture();
        var came = run("echo 2 > a; echo 3 > b", FakeExecution.of("a1", observed -> {
            assertThat(observed.total()).isEqualTo(2);
            assertThat(site.root.resolve("b")).doesNotExist();
            return new Clearance.RollBack(Problem.of(Reason.HELD, "ask"));
        }));
        assertThat(came).isInstanceOf(Performance.RolledBack.class);
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void a_command_can_reach_nothing_else() throws IOException {
        site.put("a", "1");
        var outside = Files.writeString(site.base.resolve("outside"), "theirs");
        var own = "astern-own-" + site.base.getFileName();
        var printed = stdout(shell("a1", """
                echo x 2>/dev/null > %1$s/outside || echo outside is closed
                echo x 2>/dev/null > /etc/astern-test || echo etc is closed
                ls %1$s/kept | wc -l
                umount "$PWD" 2>/dev/null || echo mounted
                unshare -Urm sh -c 'umount -l "$PWD"; echo evil > a' 2>/dev/null
                mkdir /tmp/%2$s && echo own tmp
                cat /proc/net/dev | grep -c eth0
                env | sort
                """.formatted(site.base, own)));
        assertThat(printed).contains("outside is closed", "etc is closed", "mounted", "own tmp");
        assertThat(printed.lines().toList().get(2)).isEqualTo("0");
        assertThat(printed).contains("STAGE=test").doesNotContain("JAVA_HOME");
        assertThat(outside).hasContent("theirs");
        assertThat(Path.of("/tmp", own)).doesNotExist();
    }

    @Test
    void a_command_that_never_ends_is_killed_with_all_it_started() throws IOException {
        site.put("a", "1");
        var execution = new FakeExecution(marked, Duration.ofMillis(400), observed -> new Clearance.Commit());
        var came = run("echo 2 > a; (setsid sleep 1000 &) ; sleep 1000", execution);
        assertThat(FileActionsTest.problem(came).reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
        assertThat(site.read("a")).isEqualTo("1");
        assertThat(alive("ASTERN_ACTION=" + marked)).isZero();
    }

    @Test
    void what_a_command_leaves_running_ends_with_it() throws IOException {
        var came = shell(marked, "(setsid sh -c 'sleep 1000' >/dev/null 2>&1 &); echo started");
        assertThat(stdout(came)).isEqualTo("started\n");
        assertThat(alive("ASTERN_ACTION=" + marked)).isZero();
    }

    @Test
    void many_processes_die_together() throws IOException {
        var execution = new FakeExecution(marked, Duration.ofSeconds(2), observed -> new Clearance.Commit());
        var came = run("for i in $(seq 60); do (setsid sleep 1000 &) ; done; sleep 1000", execution);
        assertThat(FileActionsTest.problem(came).reason()).isEqualTo(Reason.STATEMENT_TIMEOUT);
        assertThat(alive("ASTERN_ACTION=" + marked)).isZero();
    }

    @Test
    void a_command_that_prints_too_much_is_killed_and_changes_nothing() throws IOException {
        site.put("a", "1");
        cells.close();
        cells = cells(sandbox(100_000));
        var came = run("echo 2 > a; yes", FakeExecution.of("a1"));
        assertThat(FileActionsTest.problem(came).reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void long_output_is_kept_in_full_and_said_to_be_cut() throws IOException {
        var came = done(shell("a1", "seq 100000"));
        var result = came.output().results().get(1);
        assertThat(result.truncated()).isTrue();
        var digest = (String) result.rows().getFirst().get(3);
        assertThat(Files.readString(site.workspace.blobs().path(digest)).lines())
                .hasSize(100_000);
    }

    @Test
    void a_command_that_deletes_its_own_workspace_is_taken_back() throws IOException {
        for (int i = 0; i < 50; i++) {
            site.put("d" + i % 5 + "/f" + i, "content " + i);
        }
        var before = site.picture();
        done(shell("a1", "rm -rf ./* ./.[!.]* \"$PWD\" 2>/dev/null; true"));
        assertThat(site.picture()).isEmpty();
        site.undo("u1", "a1");
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void an_edit_by_others_while_the_command_runs_is_never_overwritten() throws IOException {
        site.put("a", "1");
        site.put("b", "1");
        var execution = FakeExecution.of(marked);
        var editor = Thread.ofPlatform().start(() -> editWhenSeen());
        var came = run("trap 'exit 0' USR1; echo 2 > a; while :; do sleep 0.01; done", execution);
        join(editor);
        assertThat(FileActionsTest.problem(came).reason()).isEqualTo(Reason.SERIALIZATION_CONFLICT);
        assertThat(site.read("a")).isEqualTo("colleague");
    }

    private void editWhenSeen() {
        try {
            while (!written(site)) {
                Thread.onSpinWait();
            }
            Files.writeString(site.root.resolve("a"), "colleague");
            tell("ASTERN_ACTION=" + marked);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether the command has written to the file "a". */
    private static boolean written(Site site) {
        try (var cells = Files.list(site.workspace.layers())) {
            for (var cell : cells.toList()) {
                var upper = cell.resolve("upper/a");
                if (Files.exists(upper) && Files.size(upper) > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoever_ends_the_session_ends_its_commands() throws IOException {
        site.put("a", "1");
        var execution = FakeExecution.of("a1");
        var ender = Thread.ofPlatform().start(() -> {
            while (!written(site)) {
                Thread.onSpinWait();
            }
            running.cancel("ses_1");
        });
        var came = run("echo 2 > a; sleep 1000", execution);
        join(ender);
        assertThat(FileActionsTest.problem(came).reason()).isEqualTo(Reason.CANCELLED);
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void an_exit_code_is_told_and_a_failing_command_s_effects_are_effects() throws IOException {
        var came = done(shell("a1", "echo half > a; exit 7"));
        assertThat(came.output().exitCode()).isEqualTo(7);
        assertThat(site.read("a")).isEqualTo("half\n");
        assertThat(done(shell("a2", "kill -9 $$")).output().exitCode()).isEqualTo(137);
    }

    @Test
    void pipes_and_sockets_are_said_to_be_left_out() throws IOException {
        var came = done(shell("a1", "mkfifo pipe; echo 1 > a"));
        assertThat(came.observed().notes().toString()).contains("pipe");
        assertThat(site.root.resolve("pipe")).doesNotExist();
        assertThat(came.observed().total()).isEqualTo(1);
    }

    @Test
    void the_next_command_sees_what_people_did_since_its_sandbox_was_made() throws IOException {
        site.put("notes", "old");
        stdout(shell("a1", "echo first"));
        cells.prepare();
        site.put("notes", "a person's");
        site.put("added", "by a person");
        assertThat(stdout(shell("a2", "cat notes added; ls /tmp; echo $ASTERN_ACTION; echo mine >> notes")))
                .isEqualTo("a person'sby a persona2\n");
        assertThat(site.undo("u1", "a2").items()).allMatch(item -> item.result() == UndoResult.RESTORED);
        assertThat(Files.readString(site.root.resolve("notes"))).isEqualTo("a person's");
    }

    @Test
    void arguments_reach_the_program_as_they_are() throws IOException {
        var every = new StringBuilder();
        for (int c = 1; c <= 0x2ff; c++) {
            every.append((char) c);
        }
        for (var word : List.of(every.toString(), "", "'", "a'b", "$HOME", "`id`", "\\", "-n", "*", "\n", "# no")) {
            var command = new Command(List.of("printf", "%s|%s", word, "end"), RelPath.ROOT);
            var came = new CommandActions(site.workspace, cells, running)
                    .perform(command, Site.TERMS, FakeExecution.of("a" + Integer.toHexString(word.hashCode())));
            assertThat(stdout(came)).isEqualTo(word + "|end");
        }
    }

    @Test
    void nothing_is_left_of_a_cell_that_no_command_came_for() throws IOException {
        stdout(shell("a1", "echo first"));
        cells.prepare();
        cells.close();
        cells.prepare();
        cells.take().close();
        try (var left = Files.list(site.workspace.layers())) {
            assertThat(left).isEmpty();
        }
    }

    private static void tell(String mark) throws IOException {
        try (var processes = Files.list(Path.of("/proc"))) {
            for (var process : processes.toList()) {
                if (process.getFileName().toString().chars().allMatch(Character::isDigit) && carries(process, mark)) {
                    new ProcessBuilder("kill", "-USR1", process.getFileName().toString()).start();
                }
            }
        }
    }

    private static long alive(String mark) throws IOException {
        long count = 0;
        try (var processes = Files.list(Path.of("/proc"))) {
            for (var process : processes.toList()) {
                if (process.getFileName().toString().chars().allMatch(Character::isDigit)) {
                    count += carries(process, mark) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static boolean carries(Path process, String mark) {
        try {
            return Files.readString(process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException e) {
            return false;
        }
    }
}
