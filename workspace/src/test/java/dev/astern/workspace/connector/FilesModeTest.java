package dev.astern.workspace.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.TargetStatus;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands where nobody sees what they do to files. */
class FilesModeTest {
    private FilesLaboratory lab;
    private Connector connector;
    private final AtomicInteger actions = new AtomicInteger();
    private final Map<String, String> digests = new HashMap<>();

    @BeforeEach
    void open() {
        lab = new FilesLaboratory();
        connector = lab.provider().open(lab.config(Map.of("mode", "files")), FilesLaboratory.lent());
    }

    @AfterEach
    void close() {
        connector.close();
        lab.close();
    }

    private Operation understood(String... argv) {
        var resolution = connector.resolve(new Call("run_command", Map.of("argv", List.of(argv))));
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) resolution).operation();
    }

    private Performance performed(String... argv) {
        return connector.perform(understood(argv), TestExecution.cleared("act_" + actions.incrementAndGet()));
    }

    private Performance.Committed done(String... argv) {
        var performance = performed(argv);
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        var done = (Performance.Committed) performance;
        digests.put("act_" + actions.get(), done.observed().digest());
        return done;
    }

    private void refused(String why, String... argv) {
        var problem = connector.resolve(new Call("run_command", Map.of("argv", List.of(argv))))
                        instanceof Resolution.Refused(var early)
                ? early
                : ((Performance.Failed) performed(argv)).problem();
        assertThat(problem.reason()).isEqualTo(Reason.NOT_CAPTURABLE);
        assertThat(problem.detail()).contains(why);
    }

    private UndoReport undone(String... actionIds) {
        var selected = List.of(actionIds).stream()
                .map(id -> new UndoRequest.Selected(id, digests.getOrDefault(id, "")))
                .toList();
        var request = new UndoRequest(selected, UndoRequest.OnConflict.KEEP, Map.of(), 100, null);
        var came = connector.undo(request, TestExecution.cleared("und_" + actions.incrementAndGet()));
        assertThat(came).isInstanceOf(UndoPerformance.Applied.class);
        return ((UndoPerformance.Applied) came).report();
    }

    private Path put(String name, String text) throws IOException {
        var file = lab.root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    private String text(String name) throws IOException {
        return Files.readString(lab.root.resolve(name));
    }

    @Test
    void a_command_whose_entry_names_its_places_is_captured_and_taken_back() throws IOException {
        put("a.txt", "old old");
        var operation = understood("sed", "-i", "s/old/new/g", "a.txt");
        assertThat(operation.reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(operation.resources()).containsExactly("files/a.txt");
        var came = done("sed", "-i", "s/old/new/g", "a.txt");
        assertThat(text("a.txt")).isEqualTo("new new");
        assertThat(came.observed().total()).isEqualTo(1);
        assertThat(came.observed().reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(came.observed().notes().toString()).contains("beyond the places that it names is not known");
        assertThat(undone("act_1").items()).extracting(UndoItem::result).containsExactly(UndoResult.RESTORED);
        assertThat(text("a.txt")).isEqualTo("old old");
    }

    @ParameterizedTest
    @ValueSource(strings = {"make all", "git commit -m x", "rm -i a", "sed -i.bak s/a/b/ a", "shred -u a"})
    void every_other_command_is_irreversible(String line) {
        var operation = understood(line.split(" "));
        assertThat(operation.reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
        assertThat(operation.tier()).isEqualTo(Tier.DESTRUCTIVE);
    }

    @Test
    void what_people_let_run_all_the_same_is_never_said_to_be_undone() throws IOException {
        var came = done("sh", "-c", "echo 1 > made");
        assertThat(text("made")).isEqualTo("1\n");
        assertThat(came.output().exitCode()).isZero();
        assertThat(came.observed().total()).isZero();
        assertThat(came.observed().reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
        var item = undone("act_1").items().getFirst();
        assertThat(item.result()).isEqualTo(UndoResult.CANNOT);
        assertThat(item.reason()).isEqualTo(Reason.NO_BEFORE_STATE);
    }

    @Test
    void a_rehearsal_runs_nothing_and_binds_to_what_is_there() throws IOException {
        put("a", "1");
        var operation = understood("rm", "a");
        var rehearsed = (Performance.RolledBack) connector.rehearse(operation, TestExecution.cleared("act_rehearsed"));
        assertThat(text("a")).isEqualTo("1");
        assertThat(rehearsed.observed().notes().toString()).contains("it was not run");
        var bound = rehearsed.observed().beforeDigest();
        assertThat(bound).isNotEmpty();
        put("a", "2");
        var again = (Performance.RolledBack) connector.rehearse(operation, TestExecution.cleared("act_again"));
        assertThat(again.observed().beforeDigest()).isNotEqualTo(bound);
        var refusing = new TestExecution("act_1", java.time.Duration.ofSeconds(20), seen -> {
            assertThat(seen.beforeDigest()).isEqualTo(again.observed().beforeDigest());
            return new dev.astern.connector.Clearance.RollBack(
                    dev.astern.connector.Problem.of(Reason.STOPPED, "a stop is in force"));
        });
        assertThat(connector.perform(operation, refusing)).isInstanceOf(Performance.RolledBack.class);
        assertThat(text("a")).isEqualTo("2");
        assertThat(connector.settle("act_1")).isInstanceOf(dev.astern.connector.Settlement.NeverApplied.class);
    }

    @Test
    void names_reach_the_program_as_they_are() throws IOException {
        put("a b", "1");
        put("*", "star");
        put("--", "dashes");
        put("two\nlines", "2");
        put("$HOME", "3");
        put("kept", "4");
        done("rm", "--", "a b", "*", "--", "two\nlines", "$HOME");
        assertThat(lab.root.toFile().list()).containsExactly("kept");
        var report = undone("act_1");
        assertThat(report.items()).hasSize(5).allMatch(item -> item.result() == UndoResult.RESTORED);
        assertThat(text("two\nlines")).isEqualTo("2");
        assertThat(text("*")).isEqualTo("star");
        // In the one word that a pattern understands, what people can't see is not understood.
        assertThat(understood("rm", "two\nlines").reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
    }

    @Test
    void folders_are_captured_with_what_is_in_them() throws IOException {
        put("d/deep/file", "1");
        Files.createDirectories(lab.root.resolve("d/empty"));
        Files.createSymbolicLink(lab.root.resolve("d/link"), Path.of("/etc/passwd"));
        done("rm", "-r", "d");
        assertThat(lab.root.resolve("d")).doesNotExist();
        assertThat(undone("act_1").items()).hasSize(5).allMatch(item -> item.result() == UndoResult.RESTORED);
        assertThat(text("d/deep/file")).isEqualTo("1");
        assertThat(Files.readSymbolicLink(lab.root.resolve("d/link"))).isEqualTo(Path.of("/etc/passwd"));
        Files.delete(lab.root.resolve("d/link"));

        done("mkdir", "-p", "new/er/est");
        assertThat(undone("act_3").items()).hasSize(3).allMatch(item -> item.result() == UndoResult.RESTORED);
        assertThat(lab.root.resolve("new")).doesNotExist();

        put("x", "1");
        var moved = done("mv", "x", "d");
        assertThat(moved.observed().sample())
                .extracting(effect -> String.valueOf(effect.key()))
                .satisfiesExactly(
                        made -> assertThat(made).contains("path=d/x"),
                        gone -> assertThat(gone).contains("path=x"));
        undone("act_5");
        assertThat(text("x")).isEqualTo("1");
        assertThat(lab.root.resolve("d/x")).doesNotExist();
    }

    @Test
    void where_a_command_would_write_elsewhere_it_does_not_run() throws IOException {
        var outside = Files.createDirectories(lab.base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "1");
        put("a", "1");
        Files.createSymbolicLink(lab.root.resolve("door"), outside);
        Files.createSymbolicLink(lab.root.resolve("leaf"), outside.resolve("secret"));
        Files.createLink(lab.root.resolve("twin"), lab.root.resolve("a"));
        put("into/b", "1");
        Files.createSymbolicLink(lab.root.resolve("into/a"), outside.resolve("secret"));
        refused("is a link", "rm", "door/secret");
        refused("is a link", "rm", "-r", "door/");
        refused("is a link", "tee", "leaf");
        refused("is a link", "cp", "a", "door");
        refused("is a link", "cp", "twin", "leaf");
        refused("is a link", "cp", "a", "into");
        refused("other names", "tee", "a");
        refused("goes through ..", "rm", "into/../a");
        refused("goes through ..", "rm", "../outside/secret");
        refused("not in the workspace", "rm", outside.resolve("secret").toString());
        refused("not in the workspace", "touch", lab.root + "-beside");
        refused("the workspace itself", "chmod", "-R", "000", ".");
        refused("the workspace itself", "rm", "-rf", lab.root.toString());
        refused("does not reach", "touch", "-");
        assertThat(Files.readString(outside.resolve("secret"))).isEqualTo("1");
        // What acts on the link itself, or on one name of several, changes nothing elsewhere.
        done("rm", "leaf", "twin");
        undone("act_" + actions.get());
        assertThat(lab.root.resolve("leaf")).isSymbolicLink();
        assertThat(text("twin")).isEqualTo("1");
    }

    @Test
    void where_it_runs_is_where_its_places_are() throws IOException {
        put("sub/a", "1");
        put("a", "2");
        var call = new Call("run_command", Map.of("argv", List.of("rm", "./a"), "cwd", "sub"));
        var operation = ((Resolution.Resolved) connector.resolve(call)).operation();
        assertThat(operation.resources()).containsExactly("files/sub/a");
        connector.perform(operation, TestExecution.cleared("act_1"));
        assertThat(lab.root.resolve("sub/a")).doesNotExist();
        assertThat(text("a")).isEqualTo("2");
    }

    @Test
    void what_people_changed_since_is_kept() throws IOException {
        put("a", "1");
        put("b", "1");
        done("tee", "a", "b");
        put("b", "by hand");
        var report = undone("act_1");
        assertThat(text("a")).isEqualTo("1");
        assertThat(text("b")).isEqualTo("by hand");
        assertThat(report.items()).extracting(UndoItem::reason).contains(Reason.SAME_FIELD_CHANGED);
    }

    @Test
    void a_command_that_fails_half_way_is_taken_back_by_what_it_did() throws IOException {
        put("a", "1");
        var came = done("rm", "a", "nowhere");
        assertThat(came.output().exitCode()).isNotZero();
        undone("act_1");
        assertThat(text("a")).isEqualTo("1");
    }

    @Test
    void its_status_says_what_runs() {
        var status = lab.provider()
                .installation(lab.config(Map.of("mode", "files")), FilesLaboratory.lent())
                .status();
        assertThat(status.state()).isEqualTo(TargetStatus.State.READY);
        assertThat(status.product()).contains("files");
        assertThat(status.findings().toString())
                .contains("only those whose recovery entry names the places they write", "all others are irreversible");
    }
}
