package dev.astern.workspace.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import tools.jackson.databind.json.JsonMapper;

/** Records as one line of JSON each. */
public final class Lines {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultVisibility(
                    v -> v.withVisibility(com.fasterxml.jackson.annotation.PropertyAccessor.ALL, Visibility.NONE)
                            .withFieldVisibility(Visibility.ANY)
                            .withCreatorVisibility(Visibility.ANY))
            .build();

    private Lines() {}

    public static String write(Object record) {
        return MAPPER.writeValueAsString(record);
    }

    public static <T> T read(String line, Class<T> type) {
        return MAPPER.readValue(line, type);
    }
}
