package dev.astern.storage.postgres;

import java.util.Map;
import org.postgresql.util.PGobject;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Columns that hold JSON. */
final class PgJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private PgJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    static Map<String, String> map(String json) {
        return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
    }

    static PGobject jsonb(Object value) {
        try {
            var object = new PGobject();
            object.setType("jsonb");
            object.setValue(write(value));
            return object;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("jsonb takes any JSON", e);
        }
    }
}
