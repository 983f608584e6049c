package dev.astern.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    @Test
    void sorts_names_by_utf16_code_units() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("\u20ac", 1);
        map.put("\r", 2);
        map.put("\ufb33", 3);
        map.put("1", 4);
        map.put("\ud83d\ude00", 5);
        map.put("\u0080", null);
        map.put("\u00f6", true);
        // The example of RFC 8785, section 3.2.3.
        assertThat(CanonicalJson.write(map))
                .isEqualTo("{\"\\r\":2,\"1\":4,\"\u0080\":null,\"\u00f6\":true,\"\u20ac\":1,"
                        + "\"\ud83d\ude00\":5,\"\ufb33\":3}");
    }

    @Test
    void escapes_only_what_must_be_escaped() {
        assertThat(CanonicalJson.write(List.of("\u0000\u001f\"\\/\b\f\n\r\t\u007fé")))
                .isEqualTo("[\"\\u0000\\u001f\\\"\\\\/\\b\\f\\n\\r\\t\u007fé\"]");
    }

    @Test
    void refuses_what_two_parsers_may_read_differently() {
        for (Object bad : List.of(1.5, 1L << 53, "\ud800", "\udc00x")) {
            assertThatThrownBy(() -> CanonicalJson.write(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_leaf_binds_its_place_and_the_leaf_before() {
        var first = Leaf.render("ses_1", 0, Leaf.NONE, "intent", Instant.EPOCH, "act_1", Map.of("a", 1));
        var other = Leaf.render("ses_1", 0, Leaf.NONE, "intent", Instant.EPOCH, "act_1", Map.of("a", 2));
        var second = Leaf.render("ses_1", 1, first.hash(), "result", Instant.EPOCH, "act_1", Map.of());
        assertThat(first.text()).startsWith("{\"a\":1,\"action\":\"act_1\",\"previous\":\"\"");
        assertThat(first.hash()).hasSize(64).isNotEqualTo(other.hash());
        assertThat(second.text()).contains("\"previous\":\"" + first.hash() + "\"");
        assertThatThrownBy(() -> Leaf.render("s", 0, Leaf.NONE, "t", Instant.EPOCH, null, Map.of("sequence", 7)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
