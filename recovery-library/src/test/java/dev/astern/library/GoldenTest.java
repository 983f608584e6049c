package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.library.entry.Entry;
import dev.astern.library.model.Filling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What each shipped entry does, as a table: what an agent asks for, what was there before, and the lines that would be run,
 * quoted. The lines that begin with {@code class} and {@code before} and what follows are what is expected.
 */
class GoldenTest {
    private static final RecoveryLibrary LIBRARY = RecoveryLibrary.shipped();

    @Test
    void each_entry_is_matched_classed_and_filled_as_the_table_says() throws IOException {
        var table = table();
        var actual = new ArrayList<String>();
        for (var block : table.split("\n\n")) {
            actual.add(block(block.strip()));
        }
        assertThat(String.join("\n\n", actual) + "\n").isEqualTo(table);
    }

    @Test
    void the_table_has_every_entry() throws IOException {
        var named = Arrays.stream(table().split("\n\n"))
                .map(block -> block.strip().lines().findFirst().orElse(""))
                .toList();
        assertThat(named)
                .containsExactlyElementsOf(
                        LIBRARY.entries().stream().map(Entry::id).toList());
    }

    private static String table() throws IOException {
        try (var in = Objects.requireNonNull(GoldenTest.class.getResourceAsStream("golden.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String block(String block) {
        var given = new LinkedHashMap<String, String>();
        block.lines().skip(1).forEach(line -> given.put(line.substring(0, 8).strip(), line.substring(9)));
        var subject = Subjects.of(Objects.requireNonNull(given.get("does")));
        var found = LIBRARY.find(subject);
        if (found.isEmpty()) {
            return block.lines().findFirst().orElse("") + " is not found by " + given.get("does");
        }
        var match = found.get();
        var before = text(given, "given");
        var output = text(given, "output");
        var lines = new ArrayList<String>();
        lines.add(match.entry().id());
        List.of("does", "given", "output").forEach(name -> {
            if (given.containsKey(name)) {
                add(lines, name, Objects.requireNonNull(given.get(name)));
            }
        });
        var classed = LIBRARY.classify(subject);
        add(
                lines,
                "class",
                classed.reversibility().name().toLowerCase(Locale.ROOT) + ", "
                        + classed.tier().name().toLowerCase(Locale.ROOT));
        add(lines, "before", Subjects.line(match.preCapture()));
        var early = match.compensation(before);
        if (early instanceof Filling.AwaitsOutput) {
            add(lines, "early", Subjects.line(early));
        }
        add(lines, "back", Subjects.line(match.compensation(before, output)));
        add(lines, "check", Subjects.line(match.verification(before, output)));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(String.format("  %-6s %s", name, value));
    }

    /** Line feeds and tabs are written out in the table. */
    private static String text(Map<String, String> given, String name) {
        return given.getOrDefault(name, "").replace("\\n", "\n").replace("\\t", "\t");
    }
}
