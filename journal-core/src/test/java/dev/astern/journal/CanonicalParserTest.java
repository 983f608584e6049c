package dev.astern.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalParserTest {
    @Test
    void what_is_written_is_read_again() {
        for (var json : List.of(
                "{}",
                "[]",
                "{\"\":null,\"a\":[true,false,null,0,-1,9007199254740991,-9007199254740991],\"b\":{\"c\":\"\"}}",
                "[\"\\u0000\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\u007fé€\ud83d\ude00\ufffd\"]",
                "{\"\\r\":2,\"1\":4,\"\u0080\":null,\"\u00f6\":true,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}",
                "[".repeat(64) + "]".repeat(64))) {
            assertThat(CanonicalJson.parse(json.getBytes(UTF_8)))
                    .as(json)
                    .isInstanceOfSatisfying(
                            Parsed.Read.class,
                            read -> assertThat(CanonicalJson.write(read.value()))
                                    .isEqualTo(json));
        }
    }

    @Test
    void values_are_of_few_kinds() {
        assertThat(CanonicalJson.parse("[1,\"a\",true,null,{\"b\":[]}]".getBytes(UTF_8)))
                .isEqualTo(Parsed.read(Arrays.asList(1L, "a", true, null, Map.of("b", List.of()))));
    }

    @Test
    void every_other_form_is_refused() {
        assertFlaw(Flaw.JSON_TOP, "", " {}", "null", "1", "\"a\"", "\ufeff{}", "}");
        assertFlaw(Flaw.JSON_TRAILING, "{} ", "{}\n", "[][]", "{}\u0000");
        assertFlaw(
                Flaw.JSON_SYNTAX,
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 ,2]",
                "[ 1]",
                "[nul]",
                "[nulll]",
                "[True]",
                "[\"a]",
                "[\"a\\",
                "[\"a\\\"]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\": 1}",
                "{a:1}",
                "{1:1}",
                "{\"a\":1]",
                "[+1]",
                "[Infinity]",
                "['a']",
                "[1/**/]");
        assertFlaw(Flaw.JSON_ORDER, "{\"b\":1,\"a\":1}", "{\"a\":1,\"a\":1}", "{\"\ufb33\":3,\"\ud83d\ude00\":5}");
        assertFlaw(
                Flaw.JSON_NUMBER,
                "[01]",
                "[-0]",
                "[-]",
                "[1.0]",
                "[1.5]",
                "[1e3]",
                "[1E3]",
                "[0.0]",
                "[-01]",
                "[9007199254740992]",
                "[-9007199254740992]",
                "[99999999999999999999999999999999]");
        assertFlaw(
                Flaw.JSON_TEXT,
                "[\"\\/\"]",
                "[\"\\u0041\"]",
                "[\"\\u000A\"]",
                "[\"\\u000a\"]",
                "[\"\\u001F\"]",
                "[\"\\u00e9\"]",
                "[\"\\ud83d\\ude00\"]",
                "[\"\\ud800\"]",
                "[\"\\u00\"]",
                "[\"\\x41\"]",
                "[\"a\nb\"]",
                "[\"é\u0000\"]",
                "{\"\\u0061\":1}");
        assertFlaw(Flaw.JSON_DEPTH, "[".repeat(65) + "]".repeat(65), "[".repeat(1_000_000), "{\"a\":".repeat(65));
    }

    @Test
    void text_is_valid_utf8_without_surrogates() {
        for (var hex :
                List.of("ff", "c3", "c080", "eda080", "edb080", "eda0bdedb880", "f4908080", "e282", "80", "c3a9ff")) {
            var bytes = HexFormat.of().parseHex("5b22" + hex + "225d");
            assertThat(CanonicalJson.parse(bytes)).as(hex).isEqualTo(Parsed.malformed(Flaw.JSON_TEXT));
        }
    }

    @Test
    void nothing_that_was_read_can_be_changed() {
        var read = (Parsed.Read<JsonObject>) CanonicalJson.parseObject("{\"a\":[1]}".getBytes(UTF_8));
        assertThatThrownBy(() -> read.value().put("b", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(CanonicalJson.parseObject("[]".getBytes(UTF_8))).isEqualTo(Parsed.malformed(Flaw.JSON_OBJECT));
    }

    private static void assertFlaw(Flaw flaw, String... texts) {
        for (var text : texts) {
            assertThat(CanonicalJson.parse(text.getBytes(UTF_8))).as(text).isEqualTo(Parsed.malformed(flaw));
        }
    }
}
