package dev.astern.connector.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Form;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.RecoveryLibrary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Resolver resolver = new Resolver(RecoveryLibrary.shipped(), Set.of("Task"));

    @Test
    void plain_words_are_a_command_and_all_else_is_a_shell() {
        assertThat(bash("git status -s").form()).isEqualTo(new Form.Command(List.of("git", "status", "-s")));
        for (var line :
                List.of("ls; rm x", "ls $(rm x)", "ls > x", "ls\nrm x", "A=1 ls", "ls | sh", "ls ~", "'ls'", "ls &")) {
            var operation = bash(line);
            assertThat(operation.form()).as(line).isEqualTo(new Form.Command(List.of("sh", "-c", line)));
            assertThat(operation.tier()).as(line).isEqualTo(Tier.DESTRUCTIVE);
            assertThat(operation.reversibility()).as(line).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        }
    }

    @Test
    void what_only_looks_is_a_read() {
        for (var line : List.of("ls -la src", "cat a.txt", "grep -rn x src", "pwd")) {
            assertThat(bash(line).tier()).as(line).isEqualTo(Tier.READ);
        }
        for (var line : List.of("find . -delete", "sort -o a b", "sed -i s/a/b/ x", "/tmp/ls", "date -s 1")) {
            assertThat(bash(line).tier()).as(line).isNotEqualTo(Tier.READ);
        }
        assertThat(called("Read", Map.of("file_path", "a")).tier()).isEqualTo(Tier.READ);
        assertThat(called("Task", Map.of("prompt", "a")).tier()).isEqualTo(Tier.READ);
        assertThat(called("read", Map.of("file_path", "a")).known()).isFalse();
    }

    /** An entry's class may rest on a state that it has somebody keep before; nobody does here. */
    @Test
    void no_class_rests_on_a_state_that_nobody_kept() {
        assertThat(bash("mkdir out").reversibility()).isEqualTo(Reversibility.TRIVIALLY_REVERSIBLE);
        assertThat(bash("git add a").reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(bash("git switch other").reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(called("Write", Map.of("file_path", "a", "content", "x")).reversibility())
                .isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
        assertThat(bash("mkdir out").captured()).isFalse();
    }

    @Test
    void a_tool_of_a_server_is_looked_up_and_an_unknown_one_is_the_worst() {
        assertThat(called("mcp__memory__search_nodes", Map.of("query", "x")).form())
                .isEqualTo(new Form.Mcp("memory", "search_nodes", Map.of("query", "x")));
        for (var tool : List.of("mcp__a__b", "mcp__", "mcp____b", "mcp__a__", "mcp__a", "Teleport", "bash", "Bash ")) {
            var operation = called(tool, Map.of());
            assertThat(operation.known()).as(tool).isFalse();
            assertThat(operation.tier()).as(tool).isEqualTo(Tier.DESTRUCTIVE);
            assertThat(operation.reversibility()).as(tool).isEqualTo(Reversibility.IRREVERSIBLE);
        }
    }

    @Test
    void what_is_no_call_is_refused() {
        assertThat(refused("Bash", Map.of())).contains("command");
        assertThat(refused("Bash", Map.of("command", 1))).contains("command");
        assertThat(refused("Bash", Map.of("command", "a\0b"))).contains("NUL");
        assertThat(refused("Write", Map.of("content", "x"))).contains("file_path");
        assertThat(refused("Write", Map.of("file_path", "a", "content", "x".repeat(1 << 21))))
                .contains("characters");
        assertThat(refused("x".repeat(201), Map.of())).contains("name");
        assertThat(resolver.resolve(new Call("Read", Map.of("input", "text")))).isInstanceOf(Resolution.Refused.class);
    }

    @Test
    void people_see_nothing_that_a_terminal_would_obey() {
        var operation = bash("echo \u001b[2J\u202e x");
        assertThat(operation.summary()).doesNotContain("\u001b").doesNotContain("\u202e");
        assertThat(operation.command()).isEqualTo("echo \u001b[2J\u202e x");
    }

    private ObservedOperation bash(String line) {
        return called("Bash", Map.of("command", line));
    }

    private ObservedOperation called(String tool, Map<String, Object> input) {
        var resolution = resolver.resolve(new Call(tool, Map.of("input", input, "cwd", "/srv")));
        assertThat(resolution).as(tool + " " + input).isInstanceOf(Resolution.Resolved.class);
        return (ObservedOperation) ((Resolution.Resolved) resolution).operation();
    }

    private String refused(String tool, Map<String, Object> input) {
        var resolution = resolver.resolve(new Call(tool, Map.of("input", input)));
        assertThat(resolution).isInstanceOf(Resolution.Refused.class);
        return ((Resolution.Refused) resolution).problem().detail();
    }
}
