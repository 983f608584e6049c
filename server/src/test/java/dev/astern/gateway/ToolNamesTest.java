package dev.astern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ToolNamesTest {
    @Test
    void plain_names_stay_plain() {
        assertThat(ToolNames.of(List.of(new ToolNames.Part("shop", "run_sql")))).containsExactly("shop_run_sql");
    }

    @Test
    void names_that_would_meet_are_told_apart() {
        var names = ToolNames.of(List.of(new ToolNames.Part("a", "b_c"), new ToolNames.Part("a_b", "c")));
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.startsWith("a_b_c_"));
    }

    @Test
    void odd_and_long_names_become_valid_ones() {
        var names = ToolNames.of(
                List.of(new ToolNames.Part("größe 1", "run_sql"), new ToolNames.Part("x".repeat(90), "run_sql")));
        assertThat(names).allMatch(name -> name.matches("[A-Za-z0-9_-]{1,64}"));
    }
}
