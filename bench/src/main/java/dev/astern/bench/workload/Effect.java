package dev.astern.bench.workload;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a recorded call did to one row. */
record Effect(
        String table,
        String key,
        Op op,
        @Nullable JsonNode before,
        @Nullable JsonNode after) {
    enum Op {
        INSERT,
        UPDATE,
        DELETE
    }

    static Effect read(JsonNode node) {
        var before = present(node.get("before"));
        var after = present(node.get("after"));
        return new Effect(
                node.path("table").asString(),
                node.path("key").asString(),
                op(node.path("op").asString(""), before, after),
                before,
                after);
    }

    private static @Nullable JsonNode present(@Nullable JsonNode node) {
        return Values.absent(node) ? null : node;
    }

    /** The images tell the truth; the word only where they leave it open. */
    private static Op op(String word, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (after == null) {
            return Op.DELETE;
        }
        if (before != null) {
            return Op.UPDATE;
        }
        return word.toLowerCase(Locale.ROOT).equals("update") ? Op.UPDATE : Op.INSERT;
    }
}
