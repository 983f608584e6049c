package dev.astern.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.policy.Shipped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other people's CI relies on: output and exit codes. */
final class PolicyCommandTest {
    @TempDir
    private Path folder;

    private record Ran(int exit, String out) {}

    private Ran run(String command, String policy, String... options) throws IOException {
        var file = Files.writeString(folder.resolve("p.yaml"), policy);
        var arguments = new String[options.length + 3];
        arguments[0] = "policy";
        arguments[1] = command;
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        var out = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exit = Main.run(arguments);
            return new Ran(exit, out.toString(StandardCharsets.UTF_8).replace(file.toString(), "p.yaml"));
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void the_default_policy_passes_both() throws IOException {
        assertThat(run("lint", Shipped.DEFAULT.text())).isEqualTo(new Ran(0, "p.yaml: nothing found\n"));
        var proven = run("prove", Shipped.DEFAULT.text());
        assertThat(proven.exit()).isZero();
        assertThat(proven.out()).endsWith(" decisions, all that differ; nothing found\n");
    }

    @Test
    void lint_points_into_the_file() throws IOException {
        var ran = run("lint", "policy: 1\nname: p\nrules:\n  - {id: r, decide: allow, when: op.teir == 'x'}\n");
        assertThat(ran)
                .isEqualTo(new Ran(1, "p.yaml:4:34: error: there is no op.teir; did you mean op.tier? [condition]\n"));
        assertThat(run("lint", "- x", "--json").out())
                .contains("\"code\" : \"wrong_type\"", "\"severity\" : \"error\"", "\"usable\" : false");
    }

    @Test
    void prove_shows_a_way_and_an_action_that_takes_it() throws IOException {
        var ran = run("prove", "policy: 1\nname: p\nrules:\n  - {id: r, decide: allow, match: {verb: drop}}\n");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "p.yaml:4: the rule r lets something run without a person that is destructive and"
                                + " reversible_with_state; for example:\n",
                        "    op.verb = drop\n");
        assertThat(run("prove", Shipped.PERMISSIVE.text(), "--json").out())
                .contains("\"decision\" : \"allow\"", "\"complete\" : true");
    }

    @Test
    void prove_says_what_it_could_not_search() throws IOException {
        var ran = run(
                "prove", "policy: 1\nname: p\nrules:\n  - {id: r, decide: hold, when: 'op.command.matches(\"x\")'}\n");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out())
                .contains(
                        "p.yaml:4: the rule r did not fire in what was searched\n",
                        "p.yaml:4: not searched: the rule r uses matches\n",
                        "incomplete");
    }

    @Test
    void what_is_no_policy_is_not_proven() throws IOException {
        var ran = run("prove", "- x");
        assertThat(ran)
                .isEqualTo(new Ran(1, "p.yaml:1:1: error: a policy is a mapping of keys to values [wrong_type]\n"));
        assertThat(Main.run("policy", "lint", folder.resolve("none.yaml").toString()))
                .isEqualTo(Main.USAGE);
    }
}
