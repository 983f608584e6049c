package dev.astern.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValuesTest {
    private static String json(String text) {
        return String.valueOf(Values.encode(Files.parse(text), ColumnType.JSONB));
    }

    @Test
    void json_is_the_same_whatever_the_order_of_its_fields() {
        assertThat(json("{\"b\": 1, \"a\": [true, null]}")).isEqualTo("{\"a\":[true,null],\"b\":1}");
    }

    @Test
    void a_number_keeps_its_scale_and_loses_its_exponent() {
        assertThat(json("[1.0, 1, 1e2, -0.0]")).isEqualTo("[1.0,1,100,0.0]");
        assertThat(Values.encode(Files.parse("12.50"), ColumnType.NUMERIC)).isEqualTo("12.50");
    }

    @Test
    void what_no_text_can_hold_is_replaced() {
        assertThat(Values.encode(Files.parse("\"a\\u0000b\\ud800\""), ColumnType.TEXT))
                .isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void null_is_no_value() {
        assertThat(Values.encode(Files.parse("null"), ColumnType.JSONB)).isNull();
    }

    @Test
    void numbers_that_json_does_not_have_are_kept() {
        assertThat(Values.encode(Files.parse("NaN"), ColumnType.NUMERIC)).isEqualTo("NaN");
        assertThat(json("[NaN]")).isEqualTo("[\"NaN\"]");
    }
}
