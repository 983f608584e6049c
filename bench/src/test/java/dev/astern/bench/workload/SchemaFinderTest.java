package dev.astern.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaFinderTest {
    @TempDir
    Path folder;

    private Map<String, Table> tables = Map.of();

    @BeforeEach
    void find() {
        tables = new SchemaFinder(TablesFolder.read(OddFolder.in(folder)))
                .find().stream().collect(Collectors.toMap(Table::source, Function.identity()));
    }

    private Table table(String source) {
        return java.util.Objects.requireNonNull(tables.get(source));
    }

    private Map<String, ColumnType> types(String source) {
        return table(source).columns().stream().collect(Collectors.toMap(Column::field, Column::type));
    }

    @Test
    void a_column_gets_the_narrowest_type_that_holds_all_its_values() {
        assertThat(types("things"))
                .containsEntry("name", ColumnType.TEXT)
                .containsEntry("mixed", ColumnType.TEXT)
                .containsEntry("flag", ColumnType.BOOLEAN)
                .containsEntry("nested", ColumnType.JSONB)
                .containsEntry("xmin", ColumnType.NUMERIC);
    }

    @Test
    void a_field_that_only_a_later_effect_has_gets_a_column() {
        assertThat(types("things")).containsEntry("late", ColumnType.JSONB);
    }

    @Test
    void the_key_keeps_its_kind_of_value() {
        assertThat(table("numbers").key()).isEqualTo(new Column("nr", "nr", ColumnType.NUMERIC));
        assertThat(table("things").key()).isEqualTo(new Column("id", "id", ColumnType.TEXT));
    }

    @Test
    void tables_without_a_named_key_get_one_of_their_own() {
        assertThat(table("only init").key().field()).isEqualTo("_key");
        assertThat(table("only effects").key().field()).isEqualTo("_key");
    }

    @Test
    void names_that_the_database_keeps_for_itself_are_changed() {
        assertThat(table("things").columns())
                .anyMatch(c -> c.field().equals("xmin") && !c.name().equals("xmin"));
    }

    @Test
    void a_row_that_lacks_its_key_gets_it_from_the_object() {
        var row = table("numbers").row("10", Files.parse("{\"amount\": 0.001}"));
        assertThat(table("numbers").keyOf(row)).isEqualTo("10");
    }
}
