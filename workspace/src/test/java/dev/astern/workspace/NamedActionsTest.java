package dev.astern.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Output;
import dev.astern.connector.Performance;
import dev.astern.connector.Reads;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Settlement;
import dev.astern.connector.Tier;
import dev.astern.workspace.command.Cells;
import dev.astern.workspace.command.Command;
import dev.astern.workspace.command.Level;
import dev.astern.workspace.command.Limits;
import dev.astern.workspace.command.Sandbox;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.named.Place;
import dev.astern.workspace.named.Places;
import dev.astern.workspace.store.Begun;
import dev.astern.workspace.store.Decision;
import dev.astern.workspace.store.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that are captured by the places they name: what becomes of them when something ends them. */
class NamedActionsTest {
    private static final Terms TERMS = new Terms(Tier.WRITE, Reversibility.PARTIALLY_REVERSIBLE, List.of());
    private static final List<Place> A = List.of(new Place(RelPath.of("a"), true, true, null));

    private final List<Cells> cells = new ArrayList<>();
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        cells.forEach(Cells::close);
        site.close();
    }

    private NamedActions actions(Level level) {
        var own = site.workspace.own();
        var limits = new Limits(false, 4_000, 1 << 20, Map.of());
        var sandbox = new Sandbox(site.root, limits, List.of(site.base.resolve("kept")), own.uid(), own.gid());
        return new NamedActions(
                site.workspace, new DirectRun(site.workspace, cells(level, sandbox), new CommandActions.Running()));
    }

    private Cells cells(Level level, Sandbox sandbox) {
        var made = new Cells(level, sandbox, site.workspace.layers());
        cells.add(made);
        return made;
    }

    private static Command shell(String script) {
        return new Command(List.of("sh", "-c", script), RelPath.ROOT);
    }

    /** As on disk when a process died right after it had been decided that the command may run. */
    private void died(List<Place> places) throws IOException {
        var record = site.workspace.records().of("a1");
        try (var contents = site.workspace.blobs().batch()) {
            var before = new Places(site.workspace.tree(), contents).before(places);
            contents.commit();
            record.watch(
                    new Watched(before.places(), before.states(), TERMS.tier(), TERMS.reversibility(), TERMS.notes()));
        }
        record.begin(new Begun(true, ""));
        Files.writeString(site.workspace.open().resolve("a1"), "");
        record.decide(Decision.COMMIT);
    }

    private void remembered(Settlement.Applied settled) {
        site.remember("a1", new Performance.Committed(settled.observed(), Reads.none(), Output.empty()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"NAMESPACES", "BARE"})
    void what_is_elsewhere_is_not_looked_at(Level level) throws IOException {
        site.put("a", "1");
        site.put("b", "1");
        var came = (Performance.Committed)
                actions(level).perform(shell("echo 2 > a; echo 2 > b"), A, TERMS, FakeExecution.of("a1"));
        assertThat(came.observed().total()).isEqualTo(1);
        site.remember("a1", came);
        site.undo("u1", "a1");
        assertThat(site.read("a")).isEqualTo("1");
        assertThat(site.read("b")).isEqualTo("2\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Level.class,
            names = {"NAMESPACES", "BARE"})
    void a_command_ends_nothing_but_what_it_started(Level level) throws IOException {
        var builder = new ProcessBuilder("sleep", "60");
        builder.environment().put("ASTERN_ACTION", "a1");
        var another = builder.start();
        try {
            actions(level).perform(shell("echo 2 > a"), A, TERMS, FakeExecution.of("a1"));
            assertThat(another.isAlive()).isTrue();
        } finally {
            another.destroyForcibly();
        }
    }

    @Test
    void a_killed_command_s_effects_are_taken_back() throws IOException {
        site.put("a", "1");
        var execution = new FakeExecution("a1", Duration.ofMillis(500), observed -> new Clearance.Commit());
        var came = actions(Level.NAMESPACES).perform(shell("echo 2 > a; sleep 1000"), A, TERMS, execution);
        site.remember("a1", came);
        assertThat(((Performance.Committed) came).observed().notes().toString()).contains("killed (timeout)");
        site.undo("u1", "a1");
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void what_a_command_did_whose_runner_died_is_found_when_it_is_opened_again() throws IOException {
        site.put("a", "1");
        died(A);
        site.put("a", "2");
        site.put("b", "2");
        site.reopen();
        var settled = (Settlement.Applied) new Settling(site.workspace).settle("a1");
        assertThat(settled.observed().total()).isEqualTo(1);
        assertThat(settled.observed().reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(settled.observed().notes().toString()).contains("nobody saw how it ended");
        assertThat(settled.observed().sample().toString()).contains("text=1", "text=2");
        remembered(settled);
        site.undo("u1", "a1");
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void a_mirror_that_is_opened_afterwards_leaves_it_alone() throws IOException {
        site.put("a", "1");
        died(A);
        site.put("b", "by a person, where nobody looked");
        site.reopen();
        var own = site.workspace.own();
        var sandbox =
                new Sandbox(site.root, new Limits(false, 4_000, 1 << 20, Map.of()), List.of(), own.uid(), own.gid());
        var runs = new DirectRun(site.workspace, cells(Level.NAMESPACES, sandbox), new CommandActions.Running());
        try (var mirror = new MirrorActions(site.workspace, runs, progress -> {})) {
            assertThat(mirror.baseline().notReady(Duration.ofMinutes(1))).isEmpty();
            assertThat(mirror.contents()).hasSize(2);
            var settled = (Settlement.Applied) new Settling(site.workspace).settle("a1");
            assertThat(settled.observed().total()).isZero();
        }
    }

    @Test
    void what_a_command_without_places_did_whose_runner_died_stays_unknown() throws IOException {
        died(List.of());
        site.reopen();
        assertThat(new Settling(site.workspace).settle("a1")).isInstanceOf(Settlement.Unknown.class);
    }

    @Test
    void what_was_there_is_not_pruned_while_it_runs() throws IOException {
        site.put("a", "only here");
        died(A);
        site.put("a", "2");
        new Pruning(site.workspace).prune(Instant.MAX, false, Set.of());
        site.reopen();
        remembered((Settlement.Applied) new Settling(site.workspace).settle("a1"));
        site.undo("u1", "a1");
        assertThat(site.read("a")).isEqualTo("only here");
    }

    @Test
    void nobody_settles_it_while_it_runs() {
        var settled = new java.util.concurrent.atomic.AtomicReference<Settlement>();
        var one = actions(Level.NAMESPACES);
        // Held as by a command: it is decided on, and has not ended.
        site.workspace.direct().lock();
        try {
            died(A);
            var other = Thread.ofVirtual().start(() -> settled.set(new Settling(site.workspace).settle("a1")));
            other.join();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            site.workspace.direct().unlock();
        }
        assertThat(settled.get()).isInstanceOf(Settlement.Unknown.class);
        assertThat(one.rehearse(A, TERMS, FakeExecution.of("a2"))).isInstanceOf(Performance.RolledBack.class);
    }
}
