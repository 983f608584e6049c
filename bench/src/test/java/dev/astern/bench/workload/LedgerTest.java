package dev.astern.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Table TABLE = new Table(
            "t",
            "t",
            List.of(
                    new Column("id", "id", ColumnType.TEXT),
                    new Column("a", "a", ColumnType.TEXT),
                    new Column("b", "b", ColumnType.TEXT)));
    private static final Ref ONE = new Ref(TABLE, "1");
    private static final Ref NEW = new Ref(TABLE, "new");

    private final Ledger ledger = new Ledger(World.of(Map.of(ONE, row("1", "a0", "b0"))));

    private static Row row(@Nullable String... values) {
        return new Row(Arrays.asList(values));
    }

    private static Change set(Ref ref, int column, String value) {
        return new Change.Update(ref, Map.of(column, value));
    }

    @Test
    void an_agents_fields_return_and_others_stay() {
        ledger.agent(set(ONE, 1, "agent"));
        ledger.other(set(ONE, 2, "human"));
        assertThat(ledger.expected(ONE)).isEqualTo(row("1", "a0", "human"));
    }

    @Test
    void the_same_field_stays_with_whoever_wrote_it_last() {
        ledger.agent(set(ONE, 1, "agent"));
        ledger.other(set(ONE, 1, "human"));
        assertThat(ledger.expected(ONE)).isEqualTo(row("1", "human", "b0"));
    }

    @Test
    void between_two_writes_of_the_agent_the_other_one_counts() {
        ledger.agent(set(ONE, 1, "agent"));
        ledger.other(set(ONE, 1, "other"));
        ledger.agent(set(ONE, 1, "agent again"));
        assertThat(ledger.expected(ONE)).isEqualTo(row("1", "other", "b0"));
        assertThat(ledger.lost(ONE, row("1", "a0", "b0"))).isEqualTo(1);
    }

    @Test
    void an_inserted_row_goes_unless_somebody_changed_it() {
        ledger.agent(new Change.Insert(NEW, row("new", "x", "y")));
        assertThat(ledger.expected(NEW)).isNull();
        ledger.other(set(NEW, 2, "human"));
        assertThat(ledger.expected(NEW)).isEqualTo(row("new", "x", "human"));
    }

    @Test
    void a_deleted_row_that_was_made_again_stays_as_it_was_made() {
        ledger.agent(new Change.Delete(ONE));
        assertThat(ledger.expected(ONE)).isEqualTo(row("1", "a0", "b0"));
        ledger.other(new Change.Insert(ONE, row("1", "human", null)));
        assertThat(ledger.expected(ONE)).isEqualTo(row("1", "human", null));
    }

    @Test
    void a_row_that_somebody_deleted_stays_gone() {
        ledger.agent(set(ONE, 1, "agent"));
        ledger.other(new Change.Delete(ONE));
        assertThat(ledger.expected(ONE)).isNull();
        assertThat(ledger.lost(ONE, row("1", "a0", "b0"))).isEqualTo(1);
    }
}
