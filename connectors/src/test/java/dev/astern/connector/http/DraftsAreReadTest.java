package dev.astern.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.describe.Described;
import dev.astern.describe.OpenApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a document says, a draft of it is a description that can be read, and changes no terminal. */
class DraftsAreReadTest {
    private static final long SEED = Long.getLong("astern.seed", 20_261_121L);
    private static final int CASES = Integer.getInteger("astern.cases", 3_000);
    private static final Pattern WORD = Pattern.compile("(?<=[ {\\[/])([A-Za-z#][A-Za-z/#-]{1,40})(?=[:,}\\] \"/])");
    private static final List<String> HOSTILE = List.of(
            "id",
            "cardId",
            "title",
            "x: y",
            "#",
            "a b",
            "~",
            "null",
            "yes",
            "- x",
            "{id}",
            "{}",
            "..",
            "%2e%2e",
            "\\u001b[2J",
            "\\n  evil: true",
            "\\u202e",
            "ünïcode",
            "'",
            "\\\"",
            "a,b",
            "[",
            "*/*",
            "#/components/schemas/Card",
            "#/paths",
            "application/merge-patch+json",
            "put",
            "array",
            "allOf",
            "Idempotency-Key",
            "x".repeat(300));

    @Test
    void a_draft_of_any_document_is_read() {
        var random = new Random(SEED);
        int drafted = 0;
        for (int i = 0; i < CASES; i++) {
            var document = mutated(Drafts.document(), random);
            if (OpenApi.describe(document, Set.of()) instanceof Described.Drafted draft) {
                drafted++;
                var about = "seed " + SEED + ", case " + i + "\n" + document + "\n" + draft.yaml();
                assertThat(DescriptionReader.read(draft.yaml()).resources().keySet())
                        .as(about)
                        .containsExactlyElementsOf(draft.resources());
                assertThat(draft.yaml().codePoints().filter(DraftsAreReadTest::acted))
                        .as(about)
                        .isEmpty();
            }
        }
        assertThat(drafted).as("seed " + SEED).isGreaterThan(CASES / 10);
    }

    private static boolean acted(int c) {
        return c != '\n' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    /** Some words are others: names, types, references, paths. */
    private static String mutated(String document, Random random) {
        var text = document;
        for (int n = random.nextInt(4); n >= 0; n--) {
            var places = new ArrayList<int[]>();
            var words = WORD.matcher(text);
            while (words.find()) {
                places.add(new int[] {words.start(1), words.end(1)});
            }
            var place = places.get(random.nextInt(places.size()));
            var other = HOSTILE.get(random.nextInt(HOSTILE.size()));
            boolean quoted = random.nextBoolean();
            text = text.substring(0, place[0]) + (quoted ? "\"" + other + "\"" : other) + text.substring(place[1]);
        }
        return text;
    }
}
