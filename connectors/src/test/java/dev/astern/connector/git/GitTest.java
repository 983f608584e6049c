package dev.astern.connector.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Call;
import dev.astern.connector.Lent;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitTest {
    private static Performance perform(GitLaboratory lab, String id, Call call) {
        var resolution = lab.connector().resolve(call);
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        var operation = ((Resolution.Resolved) resolution).operation();
        return lab.connector().perform(operation, TestExecution.cleared(id));
    }

    private static Call write(String path, String content) {
        return new Call("write_file", Map.of("path", path, "content", content, "message", "Because"));
    }

    private static long undo(GitLaboratory lab, String id, Performance performance) {
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        var digest = ((Performance.Committed) performance).observed().digest();
        var request = new UndoRequest(List.of(new Selected(id, digest)), OnConflict.KEEP, Map.of(), 100, null);
        var undone = lab.connector().undo(request, TestExecution.cleared("undo_" + id));
        assertThat(undone).isInstanceOf(UndoPerformance.Applied.class);
        return ((UndoPerformance.Applied) undone).report().count(UndoResult.RESTORED);
    }

    @Test
    void an_action_is_one_commit_that_says_whose_it_is_and_its_undo_another() {
        try (var lab = GitLaboratory.local(true)) {
            var start = lab.truth().git("rev-parse", "main");
            var performance = perform(lab, "act_1", write("a.txt", "one\n"));
            assertThat(lab.truth().git("rev-list", "--count", start + "..main")).isEqualTo("1");
            assertThat(lab.truth().git("log", "-1", "--format=%an%n%B", "main"))
                    .contains("astern ses_contract", "Because", "Astern-Action: act_1", "Astern-Session: ses_contract");
            assertThat(undo(lab, "act_1", performance)).isEqualTo(1);
            assertThat(lab.truth().git("rev-list", "--count", start + "..main")).isEqualTo("2");
            assertThat(lab.truth().git("diff", start, "main")).isEmpty();
        }
    }

    @Test
    void commits_of_many_at_once_all_arrive_and_no_history_is_rewritten() throws Exception {
        try (var lab = GitLaboratory.remote();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = lab.truth().git("rev-parse", "main");
            var work = new ArrayList<Callable<Performance>>();
            for (int i = 0; i < 4; i++) {
                var name = "file-" + i;
                work.add(() -> perform(lab, name, write(name, name)));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isInstanceOf(Performance.Committed.class);
            }
            assertThat(lab.truth().git("rev-list", "--count", start + "..main")).isEqualTo("4");
            assertThat(lab.truth().git("merge-base", start, "main")).isEqualTo(start);
        }
    }

    @Test
    void what_is_checked_out_follows_and_edits_that_nobody_committed_stay() throws IOException {
        try (var lab = GitLaboratory.local(false)) {
            var folder = lab.truth().folder();
            assertThat(perform(lab, "act_1", write("a.txt", "one\n"))).isInstanceOf(Performance.Committed.class);
            assertThat(folder.resolve("a.txt")).hasContent("one");
            Files.writeString(folder.resolve("b.txt"), "mine");
            Files.writeString(folder.resolve("a.txt"), "edited");
            for (var path : List.of("a.txt", "b.txt")) {
                var refused = perform(lab, "act_" + path, write(path, "two\n"));
                assertThat(refused).isInstanceOf(Performance.Failed.class);
                assertThat(((Performance.Failed) refused).problem().reason()).isEqualTo(Reason.CONFLICTING_STATE);
            }
            assertThat(perform(lab, "act_3", write("c.txt", "three\n"))).isInstanceOf(Performance.Committed.class);
            assertThat(folder.resolve("a.txt")).hasContent("edited");
            assertThat(folder.resolve("b.txt")).hasContent("mine");
            assertThat(folder.resolve("c.txt")).hasContent("three");
            assertThat(lab.truth().file("a.txt")).contains("one\n");
        }
    }

    @Test
    void bytes_that_are_no_text_and_modes_come_back_exactly() {
        try (var lab = GitLaboratory.local(true)) {
            var first = new Call("write_file", Map.of("path", "x", "base64", "/wD+", "executable", true));
            var made = perform(lab, "act_1", first);
            var before = lab.truth().git("ls-tree", "main", "x");
            assertThat(before).startsWith("100755");
            var changed = perform(lab, "act_2", write("x", "text"));
            assertThat(lab.truth().git("ls-tree", "main", "x"))
                    .startsWith("100755")
                    .isNotEqualTo(before);
            assertThat(undo(lab, "act_2", changed)).isEqualTo(1);
            assertThat(lab.truth().git("ls-tree", "main", "x")).isEqualTo(before);
            assertThat(undo(lab, "act_1", made)).isEqualTo(1);
        }
    }

    @Test
    void a_link_is_not_written_through_and_comes_back_as_a_link() {
        try (var lab = GitLaboratory.local(false)) {
            lab.truth().commit("link", "120000", "/etc/passwd");
            assertThat(perform(lab, "act_1", write("link", "x"))).isInstanceOf(Performance.Failed.class);
            assertThat(perform(lab, "act_2", write("link/x", "x"))).isInstanceOf(Performance.Failed.class);
            lab.truth().commit("plain", "100644", "x");
            assertThat(perform(lab, "act_3", write("plain/x", "x"))).isInstanceOf(Performance.Failed.class);
            assertThat(perform(lab, "act_4", write("plain/x/y", "x"))).isInstanceOf(Performance.Failed.class);
            assertThat(lab.truth().file("plain")).contains("x");
        }
        try (var lab = GitLaboratory.local(true)) {
            lab.truth().commit("link", "120000", "/etc/passwd");
            var before = lab.truth().git("ls-tree", "main", "link");
            var deleted = perform(lab, "act_3", new Call("delete_file", Map.of("path", "link")));
            assertThat(undo(lab, "act_3", deleted)).isEqualTo(1);
            assertThat(lab.truth().git("ls-tree", "main", "link")).isEqualTo(before);
        }
    }

    @Test
    void hooks_of_the_repository_are_not_run() throws IOException {
        try (var lab = GitLaboratory.local(false)) {
            var hooks = lab.truth().folder().resolve(".git/hooks");
            var ran = lab.truth().folder().resolve("ran");
            Files.createDirectories(hooks);
            for (var name : List.of("reference-transaction", "post-checkout", "pre-commit", "post-index-change")) {
                Files.writeString(hooks.resolve(name), "#!/bin/sh\ntouch " + ran + "\n");
                assertThat(hooks.resolve(name).toFile().setExecutable(true)).isTrue();
            }
            assertThat(perform(lab, "act_1", write("a.txt", "one\n"))).isInstanceOf(Performance.Committed.class);
            assertThat(ran).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                "a//b",
                "a/",
                ".git/config",
                "a/.GIT/hooks/x",
                ".git /config",
                ".git./x",
                "git~1/config",
                "a\\b",
                "C:x",
                "a\nb",
                "a\0b",
                ".g\u200Cit/config",
                ".gitmodules",
                "sub/.gitattributes"
            })
    void a_path_that_could_be_another_place_is_refused(String path) {
        try (var lab = GitLaboratory.local(true)) {
            assertThat(lab.connector().resolve(write(path, "x"))).isInstanceOf(Resolution.Refused.class);
            assertThat(lab.connector().resolve(new Call("read_file", Map.of("path", path))))
                    .isInstanceOf(Resolution.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--upload-pack=x", "*", ":(top)a", "-rf", "[a]", "é ü", "\"q\"", "a\u00A0b"})
    void a_strange_name_is_that_of_one_file(String path) {
        try (var lab = GitLaboratory.local(true)) {
            lab.truth().commit("a", "bystander");
            var resolution = lab.connector().resolve(write(path, "x"));
            if (resolution instanceof Resolution.Resolved) {
                var performance = perform(lab, "act_1", write(path, "x"));
                assertThat(performance).isInstanceOf(Performance.Committed.class);
                assertThat(lab.truth().file(path)).contains("x");
                var read = perform(lab, "act_2", new Call("read_file", Map.of("path", path)));
                assertThat(read).isInstanceOf(Performance.Committed.class);
                assertThat(undo(lab, "act_1", performance)).isEqualTo(1);
            }
            assertThat(lab.truth().git("ls-tree", "-r", "--name-only", "main")).isEqualTo("a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--force", "a..b", "a b", "-x", "refs/heads/x.lock", "a/"})
    void a_branch_that_is_none_is_refused(String branch) {
        var config = new TargetConfig("x", "/", "", Secret.from(() -> ""), Map.of("branch", branch));
        var lent = new Lent(new MemoryKeeping(), reference -> Secret.from(() -> ""));
        assertThatThrownBy(() -> new GitProvider().open(config, lent)).isInstanceOf(ProblemException.class);
    }
}
