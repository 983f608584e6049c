package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries that name a call that reads and one that writes back, and nothing else. */
class PlainEntryTest {
    private static final String KEY = "alpha";
    private final CardLaboratory lab = new CardLaboratory(CardEntries.plain(), EnumSet.of(Trait.SAME_IDENTITY));

    @BeforeEach
    void put() {
        lab.put(KEY, Map.of("title", "one", "note", "two"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Performance change(TestExecution execution) {
        var resolution = (Resolution.Resolved) lab.connector().resolve(lab.change(KEY, "title", "three"));
        return lab.connector().perform(resolution.operation(), execution);
    }

    private UndoReport undo(Performance done) {
        var digest = ((Performance.Committed) done).observed().digest();
        var request = new UndoRequest(
                List.of(new UndoRequest.Selected("act_1", digest)), UndoRequest.OnConflict.KEEP, Map.of(), 10, null);
        var undone = lab.connector().undo(request, TestExecution.cleared("act_2"));
        assertThat(undone).isInstanceOf(UndoPerformance.Applied.class);
        return ((UndoPerformance.Applied) undone).report();
    }

    @Test
    void what_was_read_before_is_written_back_after() {
        var done = change(TestExecution.cleared("act_1"));
        assertThat(lab.truth(KEY)).contains(Map.of("title", "three", "note", "two"));
        assertThat(undo(done).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(lab.truth(KEY)).contains(Map.of("title", "one", "note", "two"));
        assertThat(lab.server().called()).contains("write_card");
    }

    @Test
    void whatever_a_person_changed_since_keeps_all_of_it() {
        var done = change(TestExecution.cleared("act_1"));
        lab.edit(KEY, "note", "by hand");
        var report = undo(done);
        assertThat(report.count(UndoResult.KEPT)).isEqualTo(1);
        assertThat(report.items().getFirst().reason()).isEqualTo(Reason.SAME_FIELD_CHANGED);
        assertThat(lab.truth(KEY)).contains(Map.of("title", "three", "note", "by hand"));
    }

    @Test
    void what_can_t_be_read_before_is_not_changed() {
        lab.remove(KEY);
        assertThat(change(TestExecution.cleared("act_1"))).isInstanceOf(Performance.Failed.class);
        assertThat(lab.server().called()).doesNotContain("set_title");
    }

    @Test
    void an_approval_is_bound_to_what_was_read() {
        var first = TestExecution.refused("act_1");
        change(first);
        lab.edit(KEY, "note", "moved");
        var second = TestExecution.refused("act_2");
        change(second);
        assertThat(Objects.requireNonNull(first.asked()).beforeDigest())
                .isNotEmpty()
                .isNotEqualTo(Objects.requireNonNull(second.asked()).beforeDigest());
    }
}
