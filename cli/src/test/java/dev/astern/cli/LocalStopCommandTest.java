package dev.astern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.json.JsonMapper;

/** The stop that needs nothing but the host: what it leaves in the folder, says, and notes for the journal. */
@ResourceLock(Resources.SYSTEM_OUT)
class LocalStopCommandTest {
    @TempDir
    private Path home = Path.of("");

    private Path folder = Path.of("");

    private record Ran(int code, String out, String err) {}

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(home.resolve("stop"));
    }

    private static Ran run(String... args) {
        var out = System.out;
        var err = System.err;
        var printed = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = Main.run(args);
            return new Ran(code, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Ran stop(String... more) {
        return run(with(List.of("stop", "--local", "--stop-folder", folder.toString()), more));
    }

    private Ran release(String... more) {
        return run(with(List.of("release", "--local", "--stop-folder", folder.toString()), more));
    }

    private static String[] with(List<String> first, String... more) {
        var all = new java.util.ArrayList<>(first);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<String> noted() throws IOException {
        return Files.readAllLines(home.resolve("stop.log")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .map(line ->
                        line.path("act").asString() + " " + line.path("reason").asString())
                .toList();
    }

    @Test
    void it_stops_by_a_file_with_the_reason_and_says_whom() throws IOException {
        var ran = stop("--reason", "store is down");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("looks into " + folder)
                .contains("Other nodes are not")
                .contains("astern release --local");
        assertThat(files()).containsExactly("local");
        assertThat(Files.readString(folder.resolve("local"))).startsWith("store is down (");

        var again = stop("--reason", "still down", "--json");
        assertThat(again.code()).isZero();
        assertThat(JsonMapper.shared().readTree(again.out()).path("stopped").asString())
                .isEqualTo(folder.resolve("local").toString());
        assertThat(Files.readString(folder.resolve("local"))).startsWith("still down (");
        assertThat(noted()).containsExactly("stop store is down", "stop still down");
    }

    @Test
    void a_release_takes_its_own_file_away_and_says_what_still_stops() throws IOException {
        stop("--reason", "a");
        Files.createFile(folder.resolve("by-hand"));
        var ran = release("--reason", "b");
        assertThat(ran.code()).isEqualTo(Main.PARTLY);
        assertThat(ran.out()).contains("Still stopped, by [by-hand]");
        assertThat(files()).containsExactly("by-hand");
        Files.delete(folder.resolve("by-hand"));
        assertThat(release("--reason", "c").out()).contains("is not stopped by it any more");
        assertThat(noted()).containsExactly("stop a", "release b", "release c");
    }

    @Test
    void a_release_needs_a_reason() throws IOException {
        stop();
        assertThat(release().code()).isEqualTo(Main.USAGE);
        assertThat(release("--reason", " ").code()).isEqualTo(Main.USAGE);
        assertThat(files()).containsExactly("local");
    }

    @Test
    void a_folder_that_is_none_is_not_made_up_because_no_node_would_look_there() {
        var nowhere = home.resolve("stopp");
        var ran = run("stop", "--local", "--stop-folder", nowhere.toString());
        assertThat(ran.code()).isEqualTo(Main.USAGE);
        assertThat(ran.err()).contains("there is no stop folder " + nowhere).contains("--stop-folder");
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void what_can_t_be_written_is_said_in_words_with_what_helps() throws IOException {
        Files.createDirectories(folder.resolve("local").resolve("in-the-way"));
        var stopped = stop("--reason", "a");
        assertThat(stopped.code()).isEqualTo(Main.USAGE);
        assertThat(stopped.err())
                .contains("can't write " + folder.resolve("local"))
                .contains("any file in that folder stops the node")
                .doesNotContain("Exception", "\tat ");
        var released = release("--reason", "b");
        assertThat(released.code()).isEqualTo(Main.USAGE);
        assertThat(released.err()).contains("can't release " + folder).doesNotContain("\tat ");
    }

    @Test
    void a_log_that_can_t_be_written_stops_all_the_same() throws IOException {
        Files.createDirectory(home.resolve("stop.log"));
        var ran = stop("--reason", "a");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).contains("could not be noted");
        assertThat(files()).containsExactly("local");
    }
}
