package dev.astern.connector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FieldsTest {
    private static final List<String> NAMES =
            List.of("a", "[b]", "~1", "a/b", "~2", "", "containers", "env", "ports", "name", "protocol", "port", "é\n");

    @Test
    void lists_that_are_merged_by_name_are_fields_of_their_items() {
        var manifest = Texts.object("""
                kind: Deployment
                metadata: {annotations: {a.example/b: "2024-01-01"}}
                spec:
                  containers:
                  - {name: web, image: i, ports: [{containerPort: 80}], args: [x, y]}
                  - {name: side, emptyDir: {}}
                  initContainers: [{name: first}]
                """);
        var flat = Fields.flat(manifest, true);
        assertThat(flat.keySet())
                .containsExactlyInAnyOrder(
                        "/kind",
                        "/metadata/annotations/a.example~1b",
                        "/spec/containers/[name=web]/name",
                        "/spec/containers/[name=web]/image",
                        "/spec/containers/[name=web]/ports/[containerPort=80,protocol=TCP]/containerPort",
                        "/spec/containers/[name=web]/args",
                        "/spec/containers/[name=side]/name",
                        "/spec/containers/[name=side]/emptyDir",
                        "/spec/initContainers");
        assertThat(Fields.build(flat)).isEqualTo(manifest);
        flat.keySet().removeIf(path -> path.contains("[name=web]"));
        assertThat(Fields.build(flat).path("spec").path("containers").size()).isEqualTo(1);
        assertThat(Fields.flat(manifest, false)).containsKey("/spec/containers");
    }

    @Test
    void whatever_a_manifest_holds_it_comes_back_as_it_was() {
        long seed = Long.getLong("astern.seed", System.nanoTime());
        int cases = Integer.getInteger("astern.cases", 2_000);
        for (int i = 0; i < cases; i++) {
            var random = new Random(seed + i);
            var root = object(random, 0);
            for (boolean merged : new boolean[] {true, false}) {
                assertThat(Fields.build(Fields.flat(root, merged)))
                        .as("seed %d", seed + i)
                        .isEqualTo(root);
            }
        }
    }

    private static JsonNode object(Random random, int depth) {
        var object = Json.MAPPER.createObjectNode();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), value(random, depth + 1));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        if (depth < 5 && random.nextInt(3) > 0) {
            if (random.nextBoolean()) {
                return object(random, depth);
            }
            var items = new ArrayList<JsonNode>();
            int size = random.nextInt(3);
            for (int i = 0; i < size; i++) {
                items.add(value(random, depth + 1));
            }
            return Json.of(items);
        }
        return Json.of(List.of("x", 1, true, "[z", "a/b").get(random.nextInt(5)));
    }
}
