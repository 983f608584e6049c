package dev.astern.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.server.HookSite.Agent;
import dev.astern.server.HookSite.Ran;
import dev.astern.testing.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell that runs commands in a workspace, as an agent runs it. */
class HookShellTest {
    @TempDir
    private static Path data;

    @TempDir
    private static Path root;

    private static HookSite site;
    private static Agent agent;
    private static Agent stopped;

    @BeforeAll
    static void start() throws Exception {
        site = new HookSite(data);
        site.target("shop", "workspace", root.toUri().toString(), Map.of("runner", "embedded", "mode", "mirror"));
        site.target("laptop", "observed", null, Map.of());
        site.post("/v1/targets/shop/install", site.ann, Map.of());
        agent = site.agent(Map.of(), "shop");
        stopped = site.agent(Map.of(), "shop");
        site.post("/v1/stops", site.ann, Map.of("scope", "session", "name", stopped.session()));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Ran shell(String command) throws Exception {
        return site.run("astern-sh", agent, new byte[0], Map.of(), "-c", command);
    }

    @Test
    void a_command_prints_and_ends_as_it_does_by_itself() throws Exception {
        var ran = shell("echo out; echo err >&2; exit 3");
        assertThat(ran.out()).as(ran.err()).isEqualTo("out\n");
        assertThat(ran.err()).isEqualTo("err\n");
        assertThat(ran.exitCode()).isEqualTo(3);
    }

    @Test
    void every_character_of_a_command_arrives() throws Exception {
        var odd = "a\"b\\c\\n'\t%s%%\r$&`\u0001\u007f\u00e9\u20ac\ud83d\ude00\n[x]\n";
        var ran = shell("cat <<'END' >odd\n" + odd + "END\ncat odd");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).isEqualTo(odd);
        assertThat(Files.readString(root.resolve("odd"))).isEqualTo(odd);
    }

    @Test
    void what_it_prints_without_a_last_line_break_is_printed_so() throws Exception {
        var ran = shell("printf 'a\\n\\n'; printf b; printf c >&2");
        assertThat(ran.out()).isEqualTo("a\n\nb");
        assertThat(ran.err()).isEqualTo("c");
    }

    @Test
    void long_output_is_cut_and_said_to_be() throws Exception {
        var ran = shell("seq 1 100000");
        assertThat(ran.out()).startsWith("1\n2\n").endsWith("100000\n");
        assertThat(ran.err()).contains("read_output").contains("act_");
    }

    @Test
    void it_runs_where_it_is_asked_for() throws Exception {
        Files.createDirectories(root.resolve("a b&c"));
        var here = Map.of("ASTERN_ROOT", root.toString());
        var ran = site.run(root.resolve("a b&c"), "astern-sh", agent, new byte[0], here, "-c", "echo x >here");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(root.resolve("a b&c/here")).exists();
        var outside = site.run(data, "astern-sh", agent, new byte[0], here, "-c", "echo x");
        assertThat(outside.exitCode()).isEqualTo(126);
    }

    @Test
    void what_does_not_run_ends_with_a_code_of_its_own() throws Exception {
        assertThat(site.run("astern-sh", agent, new byte[0], Map.of(), "script").exitCode())
                .isEqualTo(2);
        var down =
                site.run("astern-sh", agent, new byte[0], Map.of("ASTERN_URL", "http://127.0.0.1:1"), "-c", "touch no");
        assertThat(down.exitCode()).isEqualTo(125);
        var under = site.run("astern-sh", stopped, new byte[0], Map.of(), "-c", "touch no");
        assertThat(under.exitCode()).isEqualTo(126);
        assertThat(under.err()).contains("stopped");
        var elsewhere = site.agent(Map.of(), "laptop");
        var wrong = site.run("astern-sh", elsewhere, new byte[0], Map.of(), "-c", "touch no");
        assertThat(wrong.exitCode()).isEqualTo(126);
        assertThat(wrong.err()).contains("by its hook");
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void a_command_that_is_no_text_is_refused() throws Exception {
        var raw = "touch n\u00fc".getBytes(ISO_8859_1);
        var ran = site.run("astern-sh", agent, new byte[0], Map.of(), "-c", "@raw");
        assertThat(ran.exitCode()).isEqualTo(127);
        var answer = site.sendText("/v1/hooks/run", agent.token(), raw);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("not in UTF-8");
    }

    @Test
    void a_command_whose_answer_is_lost_runs_once() throws Exception {
        try (var wire = site.wire()) {
            wire.lose("POST /v1/hooks/run", Wire.Loss.ANSWER);
            var environment = Map.of("ASTERN_URL", "http://127.0.0.1:" + wire.port());
            var ran = site.run("astern-sh", agent, new byte[0], environment, "-c", "echo x >>once; cat once");
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).isEqualTo("x\n");
        }
        assertThat(root.resolve("once")).hasContent("x");
    }

    @Test
    void what_is_held_says_where_people_decide() throws Exception {
        // Commands of a workspace without layers can't be rehearsed, and so not be held.
        site.target("things", "scripted", null, Map.of());
        var held = site.agent(Map.of("workflow", "careful"), "things");
        var ran = site.run("astern-sh", held, new byte[0], Map.of(), "-c", "touch held");
        assertThat(ran.exitCode()).isEqualTo(126);
        assertThat(ran.err()).contains("held").contains("/approvals/apr_").contains("act_");
    }
}
