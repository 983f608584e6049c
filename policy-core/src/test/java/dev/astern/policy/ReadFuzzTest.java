package dev.astern.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text is, the answer is a policy or findings that point into it. */
final class ReadFuzzTest {
    private static final List<String> PIECES = List.of(
            "*a",
            "&a ",
            "!!int ",
            "\n",
            "  ",
            "- ",
            ": ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">-\n",
            "? ",
            "<<: ",
            "#",
            "---\n",
            "\t",
            "null",
            "~",
            "policy",
            "rules",
            "when: ",
            "op.tier",
            "&& ",
            "match: ",
            "1e999",
            "\u0000",
            "%",
            "\uD83D\uDE80",
            "\uD800",
            "\uFEFF",
            "\u2028",
            "0x",
            "2026-11-21",
            "has(op)",
            ".all(x, ",
            "quorum: 99999999999");

    @Test
    void random_bytes_are_findings() {
        Cases.run(Cases.MANY, seed -> {
            var random = new Random(seed);
            var bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            check(new String(bytes, StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void a_broken_policy_is_findings() {
        var whole = Shipped.DEFAULT.text();
        var lines = whole.split("(?<=\n)");
        Cases.run(Cases.MANY, seed -> {
            var random = new Random(seed);
            var text = new StringBuilder("policy: 1\nname: p\nrules:\n");
            // A whole rule or two, so that what is broken is deep inside.
            int from = random.nextInt(lines.length);
            for (int i = from; i < Math.min(lines.length, from + 30); i++) {
                text.append(lines[i]);
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutate(text, random);
            }
            check(text.toString());
        });
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            case 2 -> text.setCharAt(at, (char) random.nextInt(0x250));
            default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        }
    }

    private static void check(String text) {
        switch (Policy.read(text)) {
            case PolicyReading.Read(var policy) ->
                assertThat(policy.decide(Given.write())).isNotNull();
            case PolicyReading.Malformed(var findings) -> {
                long lines = text.lines().count() + 1;
                assertThat(findings).allSatisfy(finding -> {
                    assertThat(finding.line()).isPositive();
                    assertThat((long) finding.line())
                            .isLessThanOrEqualTo(
                                    lines + text.chars().filter(c -> c > 127).count());
                    assertThat(finding.column()).isPositive();
                    assertThat(finding.message()).isNotBlank().doesNotContain("\n");
                });
            }
        }
    }
}
