package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.library.entry.Entry;
import dev.astern.library.model.Source;
import dev.astern.library.model.ValueType;
import dev.astern.library.model.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page says what is so. */
class DocumentationTest {
    private static final String PAGE = page();

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "recovery-library.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void it_lists_the_shipped_entries() {
        var head = "| entry | what it does | class | tier | taken back by |\n| --- | --- | --- | --- | --- |\n";
        var rows = RecoveryLibrary.shipped().entries().stream()
                .map(DocumentationTest::row)
                .collect(Collectors.joining());
        assertThat(PAGE).contains("<!-- entries -->\n" + head + rows + "<!-- /entries -->");
    }

    @Test
    void it_says_what_the_classes_mean() {
        for (var reversibility : Reversibility.values()) {
            var guide = ClassGuide.of(reversibility);
            assertThat(PAGE)
                    .contains("| `" + lower(reversibility) + "` | " + lower(guide.recoverable()) + " | "
                            + lower(guide.rollback()) + " | " + guide.examples() + " | " + guide.path() + " | "
                            + guide.time() + " |");
        }
    }

    private static String row(Entry entry) {
        return "| `" + entry.id() + "` | " + entry.title() + " | "
                + lower(entry.classed().reversibility()) + " | "
                + lower(entry.classed().tier()) + " | `"
                + entry.recovery().compensation().text().replace("|", "\\|") + "` |\n";
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void its_examples_load_without_a_warning_but_for_what_the_first_leaves_unsaid() {
        var blocks = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(PAGE)
                .results()
                .map(m -> m.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        assertThat(blocks.getFirst()).isEqualTo(VerbatimEntryTest.ENTRY);
        assertThat(RecoveryLibrary.load(List.of(new Source("example.yaml", blocks.getLast()))))
                .isInstanceOfSatisfying(
                        Loaded.Read.class, read -> assertThat(read.warnings()).isEmpty());
    }

    @Test
    void it_explains_every_field_verb_and_type() {
        var fields = dev.astern.library.read.FileReader.fields();
        assertThat(fields)
                .hasSizeGreaterThan(20)
                .allSatisfy(field -> assertThat(PAGE).contains("`" + field + "`"));
        assertThat(Arrays.stream(Verb.values()))
                .allSatisfy(verb -> assertThat(PAGE).contains("`" + lower(verb) + "`"));
        assertThat(Arrays.stream(ValueType.values()))
                .allSatisfy(type -> assertThat(PAGE).contains("`" + lower(type) + "`"));
    }
}
