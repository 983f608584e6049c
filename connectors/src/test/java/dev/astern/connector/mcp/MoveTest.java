package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was moved is moved back, whatever else was done to it. */
class MoveTest {
    private static final Map<String, String> CARD = Map.of("title", "one", "note", "two");
    private final CardLaboratory lab =
            new CardLaboratory(CardEntries.touching(), EnumSet.of(Trait.BY_FIELD, Trait.SAME_IDENTITY));
    private final List<UndoRequest.Selected> done = new ArrayList<>();

    @BeforeEach
    void put() {
        lab.put("a", CARD);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Reversibility act(Call call) {
        var id = "act_" + done.size();
        var resolution = (Resolution.Resolved) lab.connector().resolve(call);
        var performance = lab.connector().perform(resolution.operation(), TestExecution.cleared(id));
        var observed = ((Performance.Committed) performance).observed();
        done.add(new UndoRequest.Selected(id, observed.digest()));
        return observed.reversibility();
    }

    private static Call move(String from, String to) {
        return new Call("move_card", Map.of("id", from, "to", to));
    }

    private UndoReport undo() {
        var request = new UndoRequest(done, UndoRequest.OnConflict.KEEP, Map.of(), 10, null);
        var planned = lab.connector().planUndo(request);
        var undone = lab.connector().undo(request, TestExecution.cleared("und_1"));
        assertThat(undone).isInstanceOf(UndoPerformance.Applied.class);
        var report = ((UndoPerformance.Applied) undone).report();
        assertThat(report.counts()).isEqualTo(planned.counts());
        return report;
    }

    @Test
    void it_is_moved_back_and_not_made_anew() {
        assertThat(act(move("a", "b"))).isEqualTo(Reversibility.REVERSIBLE_WITH_STATE);
        assertThat(undo().count(UndoResult.RESTORED)).isEqualTo(2);
        assertThat(lab.server().cards).isEqualTo(Map.of("a", CARD));
        assertThat(lab.server().called()).doesNotContain("create_card", "delete_card");
    }

    @Test
    void several_moves_in_a_row_are_one() {
        act(move("a", "b"));
        act(move("b", "c"));
        undo();
        assertThat(lab.server().cards).isEqualTo(Map.of("a", CARD));
    }

    @Test
    void what_was_changed_before_it_was_moved_is_as_it_was() {
        act(lab.change("a", "title", "three"));
        act(move("a", "b"));
        act(lab.change("b", "note", "four"));
        assertThat(undo().count(UndoResult.RESTORED)).isEqualTo(2);
        assertThat(lab.server().cards).isEqualTo(Map.of("a", CARD));
    }

    @Test
    void what_was_made_and_moved_goes_and_leaves_nothing_where_it_was() {
        act(lab.create("x", CARD));
        act(move("x", "y"));
        undo();
        assertThat(lab.server().cards).isEqualTo(Map.of("a", CARD));
    }

    @Test
    void a_person_s_edit_of_what_was_moved_stays_where_it_is() {
        act(move("a", "b"));
        lab.edit("b", "note", "by hand");
        assertThat(undo().count(UndoResult.KEPT)).isEqualTo(1);
        assertThat(lab.server().cards).isEqualTo(Map.of("a", CARD, "b", Map.of("title", "one", "note", "by hand")));
    }

    @Test
    void what_a_person_put_where_it_was_stays() {
        act(move("a", "b"));
        lab.put("a", Map.of("title", "new", "note", "work"));
        undo();
        assertThat(lab.truth("a")).contains(Map.of("title", "new", "note", "work"));
    }
}
