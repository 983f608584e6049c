package dev.astern.journal.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our canonical JSON beside an implementation of RFC 8785 that others wrote. */
class JsonFuzzTest {
    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "b",
            "é",
            "€",
            "\ud83d\ude00",
            "\ufb33",
            "\u0080",
            "\u007f",
            "\u0000",
            "\u001f",
            "\n",
            "\"",
            "\\",
            "/",
            "\u2028",
            "z".repeat(40));

    @Test
    void what_we_write_is_canonical_to_others() {
        Cases.run("values written", Cases.MANY / 2, seed -> {
            var value = object(new SplittableRandom(seed), 4);
            var written = CanonicalJson.write(value);
            assertThat(canonical(written)).isEqualTo(written);
            assertThat(CanonicalJson.parse(written.getBytes(UTF_8))).isEqualTo(Parsed.read(value));
        });
    }

    @Test
    void what_we_read_is_canonical_to_others() {
        int[] read = {0};
        Cases.run("inputs to the parser of canonical JSON", 2 * Cases.MANY, seed -> {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            spell(object(random, 4), random, text);
            var input = random.nextInt(3) == 0
                    ? new String(new Mutator(seed).mutate(text.toString().getBytes(UTF_8)), UTF_8)
                    : text.toString();
            if (CanonicalJson.parse(input.getBytes(UTF_8)) instanceof Parsed.Read<Object>) {
                read[0]++;
                assertThat(canonical(input)).isEqualTo(input);
            } else if (!input.contains("\ufffd")) {
                assertThat(isOurs(input)).as(input).isFalse();
            }
        });
        assertThat(read[0]).isPositive();
    }

    /** Canonical to others, and without what we do not have: floats, and numbers that are too large. */
    private static boolean isOurs(String input) {
        try {
            return canonical(input).equals(input)
                    && !input.matches("(?s).*[0-9](\\.[0-9]|e[+-]).*")
                    && !input.matches("(?s).*[0-9]{17}.*");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String canonical(String json) {
        try {
            return new JsonCanonicalizer(json).getEncodedString();
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Map<String, @Nullable Object> object(SplittableRandom random, int depth) {
        var object = new HashMap<String, @Nullable Object>();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.put(text(random), value(random, depth - 1));
        }
        return object;
    }

    private static @Nullable Object value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> text(random);
            case 4 -> number(random);
            case 5 -> object(random, depth);
            default -> {
                var list = new ArrayList<@Nullable Object>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }

    private static long number(SplittableRandom random) {
        long bits = random.nextLong() >> random.nextInt(10, 64);
        return Math.clamp(bits, -(1L << 53) + 1, (1L << 53) - 1);
    }

    private static String text(SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return text.toString();
    }

    /** Mostly canonical, and now and then spelled as JSON may be. */
    private static void spell(@Nullable Object value, SplittableRandom random, StringBuilder out) {
        space(random, out);
        switch (value) {
            case Map<?, ?> map -> {
                out.append('{');
                var names = new ArrayList<>(
                        map.keySet().stream().map(String.class::cast).toList());
                if (random.nextInt(20) > 0) {
                    names.sort(null);
                }
                for (int i = 0; i < names.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    spell(names.get(i), random, out);
                    out.append(':');
                    spell(map.get(names.get(i)), random, out);
                }
                out.append('}');
            }
            case List<?> list -> {
                out.append('[');
                for (int i = 0; i < list.size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    spell(list.get(i), random, out);
                }
                out.append(']');
            }
            case Long number ->
                out.append(number).append(random.nextInt(40) == 0 ? ".0" : random.nextInt(40) == 0 ? "e0" : "");
            case String text when random.nextInt(40) == 0 -> escaped(text, out);
            case null, default -> out.append(CanonicalJson.write(value));
        }
        space(random, out);
    }

    private static void escaped(String text, StringBuilder out) {
        out.append('"');
        text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
        out.append('"');
    }

    private static void space(SplittableRandom random, StringBuilder out) {
        if (random.nextInt(80) == 0) {
            out.append(List.of(" ", "\n", "\t").get(random.nextInt(3)));
        }
    }
}
