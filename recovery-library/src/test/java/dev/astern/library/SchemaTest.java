package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.astern.library.model.Json;
import dev.astern.library.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The published schema says what the loader says, as far as a schema can. */
class SchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(LibrarySchema.text(), InputFormat.JSON);

    private static List<String> errors(String yaml) {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return SCHEMA.validate(Json.write(tree), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void the_shipped_entries_and_the_verbatim_one_are_valid() {
        assertThat(Shipped.SOURCES)
                .hasSizeGreaterThan(10)
                .allSatisfy(source -> assertThat(errors(source.text())).isEmpty());
        assertThat(errors(VerbatimEntryTest.ENTRY)).isEmpty();
        assertThat(errors("[]")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timeot: 10s",
                "timeout: soon",
                "id: Web Scale",
                "tier: severe",
                "kind: smtp",
                "verbs: [explode]",
                "idempotent: maybe",
                "outcome: fixes",
                "placeholders: {Name: {type: name}}",
                "placeholders: {name: {type: int}}",
                "placeholders: {name: {kind: name}}",
                "placeholders: {name: {from: air}}",
                "placeholders: {name: {path: count}}",
                "verify: {path: $.x, equals: y}",
                "verify: {run: x, path: $.x}",
                "carried: [context]",
                "writes: []",
                "writes: [{follows: false}]",
                "writes: \"a b\"",
                "time_to_recover: soon",
                "evidence: []"
            })
    void what_the_loader_refuses_the_schema_refuses(String line) {
        var bad = VerbatimEntryTest.ENTRY + line + "\n";
        assertThat(errors(bad)).as("schema on %s", line).isNotEmpty();
        assertThat(RecoveryLibrary.load(List.of(new Source("bad.yaml", bad))))
                .as("loader on %s", line)
                .isInstanceOf(Loaded.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"command_pattern", "reversibility", "compensating_action", "rollback_safe"})
    void what_must_be_there_must_be_there(String field) {
        var without = VerbatimEntryTest.ENTRY.replaceAll("(?m)^" + field + ":.*\n", "");
        assertThat(errors(without)).isNotEmpty();
        assertThat(RecoveryLibrary.load(List.of(new Source("bad.yaml", without))))
                .isInstanceOf(Loaded.Malformed.class);
    }

    @Test
    void the_documentation_has_the_same() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "recovery-entry.schema.json")))
                .isEqualTo(LibrarySchema.text());
    }
}
