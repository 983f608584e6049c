package dev.astern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(Resources.SYSTEM_OUT)
class LibraryCommandTest {
    private static final String GOOD = """
            id: web-set
            command_pattern: "web set {key}"
            reversibility: trivially_reversible
            compensating_action: "web unset {key}"
            rollback_safe: always
            placeholders: {key: {type: name}}
            authority: service owner
            evidence: [receipt]
            time_to_recover: 10s
            """;

    @TempDir
    private Path folder = Path.of("");

    private record Ran(int code, String out, String err) {}

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

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void explain_says_what_would_be_captured_and_run() throws IOException {
        var ran = run("library", "explain", "--", "kubectl", "scale", "deployment/web", "--replicas=5", "-n", "shop");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("kubectl-scale")
                .contains("trivially_reversible")
                .contains("kubectl get deployment/web -n shop -o json")
                .contains("kubectl scale deployment/{name} --replicas={previous_count} -n {namespace}");
        var captured = file("captured.json", "{\"spec\": {\"replicas\": 3}}");
        assertThat(run(
                                "library",
                                "explain",
                                "--captured",
                                captured,
                                "--",
                                "kubectl",
                                "scale",
                                "deployment/web",
                                "--replicas=5",
                                "-n",
                                "shop")
                        .out())
                .contains("kubectl scale deployment/web --replicas=3 -n shop");
    }

    @Test
    void explain_of_what_nobody_described_is_a_refusal() {
        var ran = run("library", "explain", "--json", "--", "mkfs", "/dev/sda\u001b[2J");
        assertThat(ran.code()).isEqualTo(Main.REFUSED);
        var json = JsonMapper.shared().readTree(ran.out());
        assertThat(json.path("reversibility").asString()).isEqualTo("irreversible");
        assertThat(json.path("tier").asString()).isEqualTo("destructive");
    }

    @Test
    void check_says_where_the_errors_are() throws IOException {
        assertThat(run("library", "check", file("good.yaml", GOOD)))
                .isEqualTo(new Ran(0, "0 errors, 0 warnings\n", ""));
        var bad = file("bad.yaml", GOOD.replace("time_to_recover", "time_to_recove"));
        var ran = run("library", "check", bad);
        assertThat(ran.code()).isEqualTo(Main.REFUSED);
        assertThat(ran.out()).contains(bad + ":9:1: error: unknown_key").contains("did you mean time_to_recover?");
        assertThat(JsonMapper.shared()
                        .readTree(run("library", "check", "--json", bad).out())
                        .path(0)
                        .path("line")
                        .asInt())
                .isEqualTo(9);
        var terse = file("terse.yaml", GOOD.replace("authority: service owner\n", ""));
        assertThat(run("library", "check", terse).code()).isZero();
        assertThat(run("library", "check", "--strict", terse).code()).isEqualTo(Main.REFUSED);
        assertThat(run("library", "check", folder.resolve("none.yaml").toString())
                        .code())
                .isEqualTo(Main.USAGE);
        assertThat(run("library", "check").code()).isEqualTo(Main.USAGE);
    }

    @Test
    void list_and_show_know_the_shipped_entries_and_one_s_own() throws IOException {
        assertThat(run("library", "list").out()).contains("sql-insert").contains("refund-create");
        assertThat(JsonMapper.shared()
                        .readTree(run("library", "list", "--json").out())
                        .size())
                .isGreaterThan(100);
        assertThat(run("library", "show", "git-push").out())
                .contains("git push {remote} {branch}")
                .contains("--force-with-lease");
        assertThat(run("library", "show", "nothing").code()).isEqualTo(Main.REFUSED);
        var own = file("own.yaml", GOOD);
        assertThat(run("library", "show", "--file", own, "web-set").out()).contains("web unset {key}");
        assertThat(run("library", "explain", "--file", own, "--", "web", "set", "x")
                        .out())
                .contains("web unset x");
        assertThat(run("library", "list", "--file", file("bad.yaml", "7")).code())
                .isEqualTo(Main.USAGE);
    }
}
