package dev.astern.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Clearance;
import dev.astern.connector.Performance;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Level;
import dev.astern.workspace.command.Limits;
import dev.astern.workspace.command.Sandbox;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.mirror.Mirror;
import dev.astern.workspace.store.Begun;
import dev.astern.workspace.store.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MirrorActionsTest {
    private @Nullable Cells cells;
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        if (cells != null) {
            cells.close();
        }
        site.close();
    }

    private MirrorActions mirror(Level level) throws IOException {
        var own = site.workspace.own();
        var limits = new Limits(false, 4_000, 1 << 20, Map.of());
        var sandbox = new Sandbox(site.root, limits, List.of(site.base.resolve("kept")), own.uid(), own.gid());
        var runs = new DirectRun(site.workspace, cells(level, sandbox), new CommandActions.Running());
        return ready(new MirrorActions(site.workspace, runs, progress -> {}));
    }

    private Cells cells(Level level, Sandbox sandbox) {
        var made = new Cells(level, sandbox, site.workspace.layers());
        cells = made;
        return made;
    }

    private static MirrorActions ready(MirrorActions mirror) {
        assertThat(mirror.baseline().notReady(Duration.ofMinutes(1))).isEmpty();
        return mirror;
    }

    @Test
    void a_rehearsal_runs_nothing_and_says_so() throws IOException {
        site.put("a", "1");
        try (var mirror = mirror(Level.NAMESPACES)) {
            var came = (Performance.RolledBack) mirror.rehearse(Site.TERMS, FakeExecution.of("r1"));
            assertThat(came.observed().notes().toString()).contains("it was not run");
            assertThat(came.observed().counts()).isEmpty();
            assertThat(came.observed().reversibility()).isEqualTo(Site.TERMS.reversibility());
            // What is approved by that runs, and is captured as any other.
            done(mirror, "a1", "echo 2 > a");
            assertThat(site.undo("u1", "a1").items()).allMatch(item -> item.result() == UndoResult.RESTORED);
        }
    }

    private static Command shell(String script) {
        return new Command(List.of("sh", "-c", script), RelPath.ROOT);
    }

    private Performance.Committed done(MirrorActions mirror, String actionId, String script) {
        var performance =
                site.remember(actionId, mirror.perform(shell(script), Site.TERMS, FakeExecution.of(actionId)));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        return (Performance.Committed) performance;
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"NAMESPACES", "BARE"})
    void every_kind_of_effect_is_seen_and_taken_back(Level level) throws IOException {
        site.put("keep", "untouched");
        site.put("over", "old");
        site.put("gone", "old");
        site.put("old/deep/file", "1");
        site.put("swap/file", "1");
        site.put("mode", "x");
        site.put("shared", "1");
        Files.createLink(site.root.resolve("second"), site.root.resolve("shared"));
        Files.createDirectories(site.root.resolve("empty"));
        var before = site.picture();
        try (var mirror = mirror(level)) {
            var came = done(mirror, "a1", """
                set -e
                echo new > over
                rm gone
                mkdir -p made/deep/er; echo 1 > made/deep/er/file
                mv old renamed; echo more > renamed/deep/second
                rm -r swap; mkdir swap; echo 2 > swap/other
                chmod 751 mode
                ln -s /etc/passwd out
                rmdir empty
                touch -d 2001-01-01 keep
                echo changed >> shared
                printf x > "$(printf 'odd\\nname\\377')"
                echo passing > passing; rm passing
                """);
            assertThat(came.output().exitCode()).isZero();
            assertThat(mirror.mirror().walks())
                    .as("only what was touched is looked at")
                    .isEqualTo(1);
            var after = site.picture();
            assertThat(after).containsKeys("made/deep/er/file", "renamed/deep/second", "swap/other");
            assertThat(after.get("second")).isEqualTo(after.get("shared"));

            var report = site.undo("u1", "a1");
            assertThat(report.items()).allMatch(item -> item.result() == UndoResult.RESTORED);
            assertThat(site.picture()).isEqualTo(before);
            site.undo("u2", "u1");
            assertThat(site.picture()).isEqualTo(after);
        }
    }

    @Test
    void what_people_did_before_is_not_taken_for_the_command_s_doing() throws IOException {
        site.put("a", "1");
        try (var mirror = mirror(Level.NAMESPACES)) {
            done(mirror, "a1", "echo 2 > a");
            site.put("a", "colleague");
            site.put("b/c", "colleague");
            var came = done(mirror, "a2", "echo 3 > d");
            assertThat(came.observed().total()).isEqualTo(1);
            assertThat(mirror.mirror().walks()).isEqualTo(1);
        }
    }

    @Test
    void more_events_than_the_kernel_keeps_cost_one_walk_and_lose_nothing() throws IOException {
        site.put("a", "1");
        site.put("many/f0", "0");
        try (var mirror = mirror(Level.NAMESPACES)) {
            // Nobody reads the list while the workspace is changed by hand.
            for (int i = 0; i < 15_000; i++) {
                site.put("many/f" + i % 50, "content " + i);
            }
            done(mirror, "a1", "echo 2 > a");
            assertThat(mirror.mirror().walks()).isEqualTo(2);
            site.undo("u1", "a1");
            assertThat(site.read("a")).isEqualTo("1");
            assertThat(site.read("many/f49")).isEqualTo("content 14999");
        }
    }

    @Test
    void a_killed_command_s_effects_are_said_to_be_there_and_are_taken_back() throws IOException {
        site.put("a", "1");
        try (var mirror = mirror(Level.NAMESPACES)) {
            var execution = new FakeExecution("a1", Duration.ofMillis(500), observed -> new Clearance.Commit());
            var came = site.remember("a1", mirror.perform(shell("echo 2 > a; sleep 1000"), Site.TERMS, execution));
            assertThat(((Performance.Committed) came).observed().notes().toString())
                    .contains("killed (timeout)");
            site.undo("u1", "a1");
            assertThat(site.read("a")).isEqualTo("1");
        }
    }

    @Test
    void what_a_command_did_whose_runner_died_is_found_when_it_is_opened_again() throws IOException {
        site.put("a", "1");
        try (var mirror = mirror(Level.NAMESPACES)) {
            assertThat(mirror.contents()).hasSize(1);
        }
        // As far as the disk knows, the command is running, and then the process is no more.
        var record = site.workspace.records().of("a1");
        record.begin(new Begun(true, ""));
        record.decide(Decision.COMMIT);
        Files.writeString(site.workspace.open().resolve("a1"), "");
        site.put("a", "2");
        site.reopen();
        assertThat(new Settling(site.workspace).settle("a1")).isInstanceOf(Settlement.Unknown.class);
        try (var mirror = mirror(Level.NAMESPACES)) {
            assertThat(mirror.mirror().walks()).isPositive();
            var settled = (Settlement.Applied) new Settling(site.workspace).settle("a1");
            assertThat(settled.observed().total()).isEqualTo(1);
            assertThat(settled.observed().sample().toString()).contains("text=1", "text=2");
        }
    }

    @Test
    void what_a_look_saw_that_failed_is_seen_again() throws IOException {
        site.put("a", "1");
        site.put("b", "1");
        try (var mirror = new Mirror(site.workspace.tree(), site.base.resolve("mirror"), Clock.systemUTC())) {
            mirror.look(Contents.digestOnly());
            mirror.write();
            site.put("a", "2");
            site.put("b", "2");
            var calls = new java.util.concurrent.atomic.AtomicInteger();
            assertThatThrownBy(() -> mirror.look(file -> {
                        if (calls.incrementAndGet() == 2) {
                            throw new IOException("the disk is full");
                        }
                        return Contents.digestOnly().take(file);
                    }))
                    .hasMessage("the disk is full");
            assertThat(mirror.look(Contents.digestOnly()))
                    .extracting(change -> change.path().text())
                    .containsExactly("a", "b");
        }
    }

    @Test
    void a_command_whose_end_could_not_be_seen_keeps_its_effects_for_itself() throws IOException {
        site.put("a", "1");
        try (var mirror = mirror(Level.NAMESPACES)) {
            // As it is when what it did could not be read at its end.
            var record = site.workspace.records().of("a1");
            record.begin(new Begun(true, ""));
            record.decide(Decision.COMMIT);
            Files.writeString(site.workspace.open().resolve("a1"), "");
            site.put("a", "2");
            done(mirror, "a2", "echo 3 > b");
            var settled = (Settlement.Applied) new Settling(site.workspace).settle("a1");
            assertThat(settled.observed().sample().toString()).contains("text=1", "text=2");
        }
    }

    @Test
    void what_was_copied_and_pruned_since_is_copied_again() throws IOException {
        site.put("a", "only here");
        mirror(Level.NAMESPACES).close();
        // In another mode nobody needs what was copied.
        Baseline.forget(site.workspace);
        new Pruning(site.workspace).prune(Instant.MAX, false, Set.of());
        try (var mirror = mirror(Level.NAMESPACES)) {
            done(mirror, "a1", "echo 2 > a");
            site.undo("u1", "a1");
            assertThat(site.read("a")).isEqualTo("only here");
        }
    }
}
