package dev.astern.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PointersTest {
    private static final int DOCUMENTS = 2_000;
    private static final String[] NAMES = {"a", "b", "c/d", "e~f", "", "~1"};

    @Test
    void a_patch_made_of_the_differences_makes_one_document_of_another() {
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            var random = new Random(seed);
            var one = document(random, 3);
            var other = document(random, 3);
            var from = fields(one);
            var to = fields(other);
            var differing = new HashSet<>(from.keySet());
            differing.addAll(to.keySet());
            differing.removeIf(field -> Objects.equals(from.get(field), to.get(field)));
            var patch = Pointers.changes(to, differing);
            var merged = merge(one.deepCopy(), Pointers.patch(patch));
            assertThat(fields(merged))
                    .as("seed " + seed + " " + one + " to " + other)
                    .isEqualTo(to);
        }
    }

    private static Map<String, @Nullable String> fields(ObjectNode document) {
        var fields = new HashMap<String, @Nullable String>();
        Pointers.flatten(document, (pointer, value) -> fields.put(pointer, value.toString()));
        return fields;
    }

    /** As RFC 7396 has it. */
    private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(p -> {
            if (p.getValue().isNull()) {
                target.remove(p.getKey());
            } else if (p.getValue() instanceof ObjectNode inner) {
                var at = target.get(p.getKey()) instanceof ObjectNode known ? known : Bodies.JSON.createObjectNode();
                target.set(p.getKey(), merge(at, inner));
            } else {
                target.set(p.getKey(), p.getValue());
            }
        });
        return target;
    }

    /** Names that are objects stay objects, as they do in documents of one shape. */
    private static ObjectNode document(Random random, int depth) {
        var document = Bodies.JSON.createObjectNode();
        for (int i = 0; i < NAMES.length; i++) {
            if (random.nextBoolean()) {
                continue;
            }
            if (i % 2 == 0 && depth > 0) {
                document.set(NAMES[i], document(random, depth - 1));
            } else if (i % 2 == 1) {
                document.put(NAMES[i], random.nextInt(3));
            }
        }
        return document;
    }
}
