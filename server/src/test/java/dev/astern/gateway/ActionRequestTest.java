package dev.astern.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionRequestTest {
    private static final ActionRequest FULL = new ActionRequest(
            "shop",
            "run_sql",
            Map.of("sql", "SELECT 1"),
            false,
            "digest",
            "key",
            "because",
            List.of("invoice-1"),
            Map.of("confidence", 0.9),
            new Promotes("act_1", "staging", "digest"),
            500);

    @Test
    void copies_change_only_what_they_say() {
        assertThat(changed(FULL.withoutKey())).containsExactly("idempotencyKey");
        assertThat(changed(FULL.asRehearsal())).containsExactly("rehearse");
        assertThat(changed(FULL.with(Map.of("sql", "SELECT 2")))).containsExactly("arguments");
    }

    private static List<String> changed(ActionRequest copy) {
        return Arrays.stream(ActionRequest.class.getRecordComponents())
                .filter(component -> !java.util.Objects.equals(value(component, FULL), value(component, copy)))
                .map(RecordComponent::getName)
                .toList();
    }

    private static Object value(RecordComponent component, ActionRequest of) {
        try {
            return String.valueOf(component.getAccessor().invoke(of));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
