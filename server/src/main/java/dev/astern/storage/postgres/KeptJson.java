package dev.astern.storage.postgres;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.KeptChange;
import dev.astern.connector.Left;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What is kept, as JSON in ASCII: any text of a target comes back exactly, whatever it holds. */
final class KeptJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private KeptJson() {}

    private record Change(
            String resource,
            @Nullable Map<String, @Nullable String> key,
            Effect.Kind kind,
            @Nullable Map<String, @Nullable String> before,
            Map<String, @Nullable String> meant,
            String detail) {}

    /** Without a key where it is what it was. */
    private record What(
            @Nullable Map<String, @Nullable String> key,
            @Nullable Map<String, @Nullable String> after) {}

    static String changes(List<KeptChange> changes) {
        return MAPPER.writeValueAsString(changes.stream()
                .map(c -> new Change(
                        c.resource(),
                        fields(c.key()),
                        c.kind(),
                        fields(c.before()),
                        c.meant().fields(),
                        c.detail()))
                .toList());
    }

    static List<KeptChange> changes(String json) {
        return MAPPER.readValue(json, new TypeReference<List<Change>>() {}).stream()
                .map(c -> new KeptChange(
                        c.resource(), image(c.key()), c.kind(), image(c.before()), new Image(c.meant()), c.detail()))
                .toList();
    }

    static String left(Map<Integer, Left> left) {
        var all = new LinkedHashMap<Integer, What>();
        left.forEach((number, what) -> all.put(
                number,
                switch (what) {
                    case Left.Unchanged unchanged -> new What(null, null);
                    case Left.Changed(var key, var after) -> new What(key.fields(), fields(after));
                }));
        return MAPPER.writeValueAsString(all);
    }

    static Map<Integer, Left> left(String json) {
        var all = new LinkedHashMap<Integer, Left>();
        MAPPER.readValue(json, new TypeReference<Map<Integer, What>>() {})
                .forEach((number, what) -> all.put(
                        number,
                        what.key() == null
                                ? new Left.Unchanged()
                                : new Left.Changed(new Image(what.key()), image(what.after()))));
        return all;
    }

    private static @Nullable Map<String, @Nullable String> fields(@Nullable Image image) {
        return image == null ? null : image.fields();
    }

    private static @Nullable Image image(@Nullable Map<String, @Nullable String> fields) {
        return fields == null ? null : new Image(fields);
    }
}
