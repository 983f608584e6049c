package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Resource.Step;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Finding;
import dev.astern.library.model.Json;
import dev.astern.library.model.RecoveryStep.McpCall;
import dev.astern.library.model.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What entries of MCP tools touch, and the calls that put it back. */
class ResourcesTest {
    private static final String NO_DIFFERENCE = "{\"missing\":{},\"extra\":{}}";

    private static Resource resource(String entry) {
        return RecoveryLibrary.shipped()
                .entry(entry)
                .orElseThrow()
                .recovery()
                .touches()
                .getFirst()
                .resource();
    }

    private static List<String> lines(
            Resource resource, List<Step> steps, Map<String, Object> key, String wanted, String difference) {
        var lines = new ArrayList<String>();
        for (var step : steps) {
            switch (resource.fill(step, key, Optional.of(wanted), difference)) {
                case Filling.Filled(McpCall call) -> lines.add(call.line());
                case Filling.None _ -> {
                    // It has nothing to do.
                }
                case Filling other -> lines.add(other.toString());
            }
        }
        return lines;
    }

    @Test
    void a_file_is_looked_at_written_back_and_moved() {
        var file = resource("mcp-file-write");
        Map<String, Object> key = Map.of("path", "/a \"b\"");
        assertThat(file.look(file.looks().getFirst(), key).toString())
                .contains("filesystem/read_text_file {\"path\":\"/a \\\"b\\\"\"}");
        var wanted = Json.write(Map.of("content", "one\n\"}, {\"path\": \"/etc\u0000\n"));
        assertThat(lines(file, file.ways().change(), key, wanted, NO_DIFFERENCE))
                .containsExactly("filesystem/write_file "
                        + Json.write(new java.util.TreeMap<>(Map.of("path", "/a \"b\"")))
                                .replace("}", ",\"content\":" + wanted.substring("{\"content\":".length())));
        assertThat(lines(file, file.ways().make(), key, "{\"entries\":\"\"}", NO_DIFFERENCE))
                .containsExactly("filesystem/create_directory {\"path\":\"/a \\\"b\\\"\"}");
        assertThat(file.move(Map.of("path", "/b", "to_path", "/a")).toString())
                .contains("filesystem/move_file {\"source\":\"/b\",\"destination\":\"/a\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\u001B[2J", "a\u202Eb", ""})
    void a_key_that_can_t_be_shown_fills_nothing(String path) {
        var file = resource("mcp-file-write");
        assertThat(file.look(file.looks().getFirst(), Map.of("path", path))).isInstanceOf(Filling.Unfilled.class);
    }

    @Test
    void a_value_that_was_not_captured_fills_nothing() {
        var file = resource("mcp-file-write");
        var step = file.ways().change().getFirst();
        assertThat(file.fill(step, Map.of("path", "/a"), Optional.of("{}"), NO_DIFFERENCE))
                .isInstanceOf(Filling.Unfilled.class);
    }

    @Test
    void only_what_differs_is_put_back() {
        var node = resource("mcp-memory-observe");
        var wanted = "{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"a\"],\"relations\":[]}";
        var difference =
                "{\"missing\":{\"observations\":[],\"relations\":[]},\"extra\":{\"observations\":[\"b\"],\"relations\":[]}}";
        assertThat(lines(node, node.ways().change(), Map.of("name", "Ada"), wanted, difference))
                .containsExactly(
                        "memory/delete_observations {\"deletions\":[{\"entityName\":\"Ada\",\"observations\":[\"b\"]}]}");
    }

    @Test
    void what_was_deleted_comes_back_with_its_relations() {
        var node = resource("mcp-memory-delete");
        var relation = "{\"from\":\"Ada\",\"relationType\":\"knows\",\"to\":\"Bob\"}";
        var wanted = "{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"a\"],\"relations\":[" + relation
                + "]}";
        assertThat(lines(node, node.ways().make(), Map.of("name", "Ada"), wanted, NO_DIFFERENCE))
                .containsExactly(
                        "memory/create_entities {\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"a\"]}]}",
                        "memory/create_relations {\"relations\":[" + relation + "]}");
    }

    private static final String FILE = """
            resources:
              page:
                key: [id]
                look: {call: 'wiki/get {"id": "{id}"}'}
                change: {call: 'wiki/set {"id": "{id}", "text": "{text}"}', when: text}
                placeholders:
                  id: {type: name}
                  text: {from: pre_capture, path: $.text, type: json}
            entries:
              - command_pattern: 'wiki/set {"id": "*", "text": "*"}'
                kind: mcp
                reversibility: reversible_with_state
                pre_capture: capture
                compensating_action: restore
                rollback_safe: while nobody has changed it since
                rollback_check: unchanged
                authority: undo.execute
                evidence: [receipt]
                time_to_recover: 1m
                touches: {resource: page, does: change, key: {id: $.id}, sets: {text: $.text}}
            """;

    private static List<Finding.Code> codes(String text) {
        return switch (RecoveryLibrary.load(List.of(new Source("wiki.yaml", text)))) {
            case Loaded.Read(var library, var warnings) ->
                warnings.stream().map(Finding::code).toList();
            case Loaded.Malformed(var findings) ->
                findings.stream().map(Finding::code).toList();
        };
    }

    @Test
    void a_good_file_has_no_findings() {
        assertThat(codes(FILE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resource: page,             | resource: leaf,                  | NO_SOURCE",
                "does: change                | does: explode                    | WRONG_TYPE",
                "does: change                | does: move_to                    | CONTRADICTION",
                "key: {id: $.id}             | key: {name: $.id}                | WRONG_TYPE",
                "key: {id: $.id}             | key: {id: id}                    | WRONG_TYPE",
                "pre_capture: capture        | pre_capture: none                | CONTRADICTION",
                "kind: mcp                   | kind: command                    | CONTRADICTION",
                "key: [id]                   | name: page                       | MISSING_FIELD",
                "'wiki/get {\"id\": \"{id}\"}' | 'wiki/get {\"id\": \"{other}\"}' | NEVER_FILLED",
                "when: text                  | when: nothing                    | NO_SOURCE",
                "path: $.text                | path: text                       | NO_SOURCE",
                "look: {call                 | look: {ask                       | UNKNOWN_KEY",
                "id: {type: name}            | id: {from: difference}           | UNTYPED"
            })
    void what_is_wrong_is_found(String good, String bad, Finding.Code code) {
        assertThat(FILE).contains(good);
        assertThat(codes(FILE.replace(good, bad))).contains(code);
    }

    @Test
    void to_be_captured_it_has_to_be_said_what() {
        assertThat(codes(FILE.replaceAll("(?m)^ *touches:.*\n", ""))).contains(Finding.Code.CONTRADICTION);
    }

    @Test
    void a_difference_is_of_resources_alone() {
        assertThat(codes(VerbatimEntryTest.ENTRY
                        + "placeholders: {previous_count: {from: difference, path: $.a, type: integer}}\n"))
                .contains(Finding.Code.NO_SOURCE);
    }
}
