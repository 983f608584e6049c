package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.model.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    private static final String HIDDEN = "\u200B\u202E\uDB40\uDC41\u001B[2J";

    private static Definition definition(String json) {
        return Definition.of(Json.read(json).orElseThrow()).orElseThrow();
    }

    @Test
    void nothing_in_its_words_is_hidden_from_whoever_reads_them() {
        var tool = definition(Json.write(Map.of(
                        "name",
                        "t",
                        "title",
                        "a" + HIDDEN + "b",
                        "description",
                        "read" + HIDDEN + "me",
                        "inputSchema",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("x", Map.of("type", "string", "description", "say" + HIDDEN))))))
                .tool(false);
        var all = tool.title() + tool.description() + tool.inputSchema();
        assertThat(all).contains("⟨U+200B⟩", "⟨U+202E⟩", "⟨U+E0041⟩", "⟨U+001B⟩");
        assertThat(all.codePoints().filter(c -> c == 0x200B || c == 0x202E || c == 0xE0041 || c == 0x1B))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputSchema\":{}}",
                "{\"name\":\"a b\"}",
                "{\"name\":\"a\\u200Bb\"}",
                "{\"name\":7}",
                "{\"name\":\"t\",\"inputSchema\":[]}",
                "{\"name\":\"t\",\"inputSchema\":{\"$ref\":\"http://169.254.169.254/schema\"}}",
                "{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"x\":{\"$ref\":\"file:///etc/passwd\"}}}}",
                "{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"x\\u200B\":{\"type\":\"string\"}}}}",
                "{\"name\":\"t\",\"inputSchema\":{\"properties\":{\"x\":{\"const\":\"a\\u202E\"}}}}",
                "{\"name\":\"t\",\"description\":\"\\uD800\"}",
                "7"
            })
    void what_can_t_be_offered_is_not_taken(String json) {
        assertThat(Definition.of(Json.read(json).orElseThrow())).isEmpty();
    }

    @Test
    void too_large_a_definition_is_not_taken() {
        assertThat(Definition.of(Map.of("name", "t", "description", "x".repeat(100_000))))
                .isEmpty();
    }

    @Test
    void patterns_that_could_keep_a_validator_busy_are_left_to_the_server() {
        var tool = definition("""
                {"name": "t", "inputSchema": {"type": "object", "$schema": "http://json-schema.org/draft-07/schema#",
                 "properties": {"x": {"type": "string", "pattern": "(a+)+$", "maxLength": 9}}}}""").tool(false);
        assertThat(tool.inputSchema()).doesNotContain("pattern", "$schema").contains("maxLength");
    }

    @Test
    void its_digest_is_of_all_of_it_in_any_order() {
        var one = definition("{\"name\":\"t\",\"description\":\"d\",\"annotations\":{\"a\":1,\"b\":2}}");
        var same = definition("{\"annotations\":{\"b\":2,\"a\":1},\"description\":\"d\",\"name\":\"t\"}");
        var other = definition("{\"name\":\"t\",\"description\":\"d\",\"annotations\":{\"a\":1,\"b\":3}}");
        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(other.digest());
    }
}
