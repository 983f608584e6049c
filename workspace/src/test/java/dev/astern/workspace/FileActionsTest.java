package dev.astern.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Clearance;
import dev.astern.connector.Performance;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.RelPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileActionsTest {
    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static FileCall write(String path, String text) {
        return FileCall.Write.text(RelPath.of(path), text);
    }

    @Test
    void a_written_file_is_taken_back_and_so_is_its_folder() throws IOException {
        var before = site.picture();
        var came = site.perform("a1", write("notes/today.txt", "buy bread\n"));
        assertThat(came).isInstanceOf(Performance.Committed.class);
        assertThat(site.read("notes/today.txt")).isEqualTo("buy bread\n");

        var report = site.undo("u1", "a1");
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(2);
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void an_overwritten_file_comes_back_with_permissions_and_time() throws IOException {
        var file = site.put("run.sh", "old\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
        var before = site.picture();
        site.perform("a1", write("run.sh", "new\n"));
        assertThat(site.read("run.sh")).isEqualTo("new\n");
        assertThat(site.picture()).isNotEqualTo(before);

        site.undo("u1", "a1");
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void an_undo_can_be_undone() throws IOException {
        site.put("a", "1");
        site.perform("a1", write("a", "2"));
        site.perform("a2", new FileCall.Delete(RelPath.of("a"), false));
        site.undo("u1", "a1", "a2");
        assertThat(site.read("a")).isEqualTo("1");
        site.undo("u2", "u1");
        assertThat(site.root.resolve("a")).doesNotExist();
    }

    @Test
    void a_colleagues_edit_is_kept_and_listed() throws IOException {
        site.put("a", "1");
        site.put("b", "1");
        site.perform("a1", write("a", "agent"));
        site.perform("a2", write("b", "agent"));
        Files.writeString(site.root.resolve("b"), "colleague");
        var report = site.undo("u1", "a1", "a2");
        assertThat(site.read("a")).isEqualTo("1");
        assertThat(site.read("b")).isEqualTo("colleague");
        assertThat(Site.result(report, "b")).isEqualTo(UndoResult.KEPT);
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.SAME_FIELD_CHANGED);
    }

    @Test
    void contents_come_back_while_permissions_that_somebody_changed_since_stay() throws IOException {
        var file = site.put("a", "1");
        site.perform("a1", write("a", "agent"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        var report = site.undo("u1", "a1");
        assertThat(site.read("a")).isEqualTo("1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-rw-");
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.OTHERS_FIELDS_KEPT);
    }

    @Test
    void a_folder_stays_while_somebody_elses_file_is_in_it() throws IOException {
        site.perform("a1", write("new/mine", "agent"));
        site.put("new/theirs", "colleague");
        var report = site.undo("u1", "a1");
        assertThat(Site.result(report, "new/mine")).isEqualTo(UndoResult.RESTORED);
        assertThat(Site.result(report, "new")).isEqualTo(UndoResult.KEPT);
        assertThat(site.read("new/theirs")).isEqualTo("colleague");
    }

    @Test
    void a_deleted_tree_comes_back_with_empty_folders_links_and_odd_names() throws IOException {
        site.put("tree/a/file", "1");
        Files.createDirectories(site.root.resolve("tree/empty"));
        Files.createSymbolicLink(site.root.resolve("tree/out"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(site.root.resolve("tree/dangling"), Path.of("no\nwhere"));
        site.put("tree/new\nline \\x41 'ü", "odd");
        Files.createLink(site.root.resolve("tree/second"), site.root.resolve("tree/a/file"));
        var before = site.picture();
        var came = site.perform("a1", new FileCall.Delete(RelPath.of("tree"), true));
        assertThat(came).isInstanceOf(Performance.Committed.class);
        assertThat(site.root.resolve("tree")).doesNotExist();

        var report = site.undo("u1", "a1");
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(8);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(Files.getAttribute(site.root.resolve("tree/second"), "unix:ino"))
                .isEqualTo(Files.getAttribute(site.root.resolve("tree/a/file"), "unix:ino"));
        assertThat(Path.of("/etc/passwd")).exists();
    }

    @Test
    void a_name_comes_back_as_another_name_of_the_file_that_stayed() throws IOException {
        site.put("one", "1");
        Files.createLink(site.root.resolve("two"), site.root.resolve("one"));
        site.perform("a1", new FileCall.Delete(RelPath.of("two"), false));
        site.undo("u1", "a1");
        assertThat(Files.getAttribute(site.root.resolve("two"), "unix:ino"))
                .isEqualTo(Files.getAttribute(site.root.resolve("one"), "unix:ino"));
    }

    @Test
    void a_moved_folder_moves_back() throws IOException {
        site.put("from/deep/file", "1");
        var before = site.picture();
        site.perform("a1", new FileCall.Move(RelPath.of("from"), RelPath.of("to/there"), false));
        assertThat(site.read("to/there/deep/file")).isEqualTo("1");
        site.undo("u1", "a1");
        assertThat(site.picture()).isEqualTo(before);
    }

    @Test
    void a_path_through_a_link_leads_nowhere() throws IOException {
        var outside = Files.createDirectories(site.base.resolve("outside"));
        Files.createSymbolicLink(site.root.resolve("door"), outside);
        assertThat(problem(site.perform("a1", write("door/file", "x"))).reason())
                .isEqualTo(Reason.CONFLICTING_STATE);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void a_folder_replaced_by_a_link_is_not_followed_by_an_undo() throws IOException {
        site.put("data/file", "1");
        site.perform("a1", new FileCall.Delete(RelPath.of("data/file"), false));
        var outside = Files.createDirectories(site.base.resolve("outside"));
        Files.delete(site.root.resolve("data"));
        Files.createSymbolicLink(site.root.resolve("data"), outside);
        var report = site.undo("u1", "a1");
        assertThat(Site.result(report, "data/file")).isEqualTo(UndoResult.CANNOT);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void an_edit_needs_text_that_stands_there_once() throws IOException {
        site.put("a", "x = 1\ny = 1\n");
        assertThat(problem(site.perform("a1", new FileCall.Edit(RelPath.of("a"), "= 1", "= 2", false)))
                        .reason())
                .isEqualTo(Reason.CONFLICTING_STATE);
        assertThat(problem(site.perform("a2", new FileCall.Edit(RelPath.of("a"), "z", "= 2", false)))
                        .reason())
                .isEqualTo(Reason.CONFLICTING_STATE);
        site.perform("a3", new FileCall.Edit(RelPath.of("a"), "x = 1", "x = 2", false));
        assertThat(site.read("a")).isEqualTo("x = 2\ny = 1\n");
    }

    @Test
    void a_refusal_leaves_everything_as_it_was() throws IOException {
        site.put("a", "1");
        var before = site.picture();
        var no = Problem.of(Reason.STOPPED, "stop");
        var execution = FakeExecution.of("a1", observed -> new Clearance.RollBack(no));
        var came = new FileActions(site.workspace).perform(write("a", "2"), Site.TERMS, execution);
        assertThat(came).isInstanceOf(Performance.RolledBack.class);
        assertThat(site.picture()).isEqualTo(before);
        assertThat(execution.asked.getFirst().total()).isEqualTo(1);
        assertThat(new Settling(site.workspace).settle("a1")).isInstanceOf(Settlement.NeverApplied.class);
    }

    @Test
    void a_change_by_others_between_capture_and_commit_is_never_overwritten() throws IOException {
        site.put("a", "1");
        var execution = FakeExecution.of("a1", observed -> {
            write(site, "a", "colleague");
            return new Clearance.Commit();
        });
        var came = new FileActions(site.workspace).perform(write("a", "2"), Site.TERMS, execution);
        assertThat(problem(came).reason()).isEqualTo(Reason.SERIALIZATION_CONFLICT);
        assertThat(site.read("a")).isEqualTo("colleague");
    }

    @Test
    void an_action_that_was_fenced_off_never_takes_effect() throws IOException {
        site.put("a", "1");
        var execution = FakeExecution.of("a1", observed -> {
            assertThat(new Settling(site.workspace).settle("a1")).isInstanceOf(Settlement.NeverApplied.class);
            return new Clearance.Commit();
        });
        var came = new FileActions(site.workspace).perform(write("a", "2"), Site.TERMS, execution);
        assertThat(came).isInstanceOf(Performance.Failed.class);
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void a_right_that_ran_out_is_not_used() throws IOException {
        site.put("a", "1");
        var execution = FakeExecution.of(
                "a1", observed -> new Clearance.Commit(java.util.OptionalLong.of(System.nanoTime() - 1)));
        var came = new FileActions(site.workspace).perform(write("a", "2"), Site.TERMS, execution);
        assertThat(problem(came).reason()).isEqualTo(Reason.STOPPED);
        assertThat(site.read("a")).isEqualTo("1");
    }

    @Test
    void contents_that_were_altered_are_not_put_back() throws IOException {
        site.put("a", "before");
        site.perform("a1", write("a", "after"));
        try (var kept = Files.walk(site.base.resolve("kept/blobs"))) {
            for (var blob : kept.filter(Files::isRegularFile).toList()) {
                Files.writeString(blob, "evil");
            }
        }
        var report = site.undo("u1", "a1");
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.BEFORE_STATE_ALTERED);
        assertThat(site.read("a")).isEqualTo("after");
    }

    @Test
    void a_manifest_that_was_altered_is_not_used() throws IOException {
        site.put("a", "before");
        site.perform("a1", write("a", "after"));
        try (var kept = Files.walk(site.base.resolve("kept/actions"))) {
            var manifest = kept.filter(p -> p.endsWith("manifest")).findFirst().orElseThrow();
            Files.writeString(manifest, Files.readString(manifest).replace("\"mode\":420", "\"mode\":511"));
        }
        var report = site.undo("u1", "a1");
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.BEFORE_STATE_ALTERED);
        assertThat(site.read("a")).isEqualTo("after");
    }

    @Test
    void a_plan_that_moved_is_not_applied() throws IOException {
        site.put("a", "1");
        site.perform("a1", write("a", "2"));
        var plan = site.plan("a1");
        Files.writeString(site.root.resolve("a"), "colleague");
        var old = site.request("a1");
        var bound = new dev.astern.connector.UndoRequest(
                old.actions(), old.onConflict(), old.choices(), 100, plan.digest());
        var came = new Undoing(site.workspace).perform(bound, FakeExecution.of("u1"));
        assertThat(came)
                .isInstanceOfSatisfying(
                        dev.astern.connector.UndoPerformance.NotApplied.class,
                        not -> assertThat(not.problem().reason()).isEqualTo(Reason.PLAN_MOVED));
    }

    @Test
    void a_rehearsal_changes_nothing_and_foretells_the_digest() throws IOException {
        site.put("a", "1");
        var before = site.picture();
        var came = new FileActions(site.workspace).rehearse(write("a", "2"), Site.TERMS, FakeExecution.of("r1"));
        assertThat(site.picture()).isEqualTo(before);
        var foretold = ((Performance.RolledBack) came).observed().digest();
        var done = (Performance.Committed) site.perform("a1", write("a", "2"));
        assertThat(done.observed().digest()).isEqualTo(foretold);
    }

    private static void write(Site site, String path, String text) {
        try {
            Files.writeString(site.root.resolve(path), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Problem problem(Performance performance) {
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        return ((Performance.Failed) performance).problem();
    }
}
