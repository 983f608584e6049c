package dev.astern.connector.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Resources that can't be read when they are to be put back. */
class UnreadableResourceTest {
    private final MemoryLaboratory lab = new MemoryLaboratory(EnumSet.of(Trait.BY_FIELD, Trait.CONDITIONAL));

    @AfterEach
    void close() {
        lab.close();
    }

    private UndoRequest changed(String... keys) {
        var selected = new ArrayList<UndoRequest.Selected>();
        for (var key : keys) {
            lab.put(key, Map.of("title", "one"));
            var call = (Resolution.Resolved) lab.connector().resolve(lab.change(key, "title", "two"));
            var done = (Performance.Committed)
                    lab.connector().perform(call.operation(), TestExecution.cleared("act_" + key));
            selected.add(new UndoRequest.Selected("act_" + key, done.observed().digest()));
        }
        return new UndoRequest(selected, UndoRequest.OnConflict.KEEP, Map.of(), 10, null);
    }

    @Test
    void one_among_others_keeps_none_of_them_back() {
        var request = changed("a", "b");
        lab.system().hide("a");
        var report = ((UndoPerformance.Applied) lab.connector().undo(request, TestExecution.cleared("und_1"))).report();
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(report.counts())
                .anyMatch(count -> count.result() == UndoResult.CANNOT && count.reason() == Reason.TARGET_UNREACHABLE);
        assertThat(lab.truth("b")).contains(Map.of("title", "one"));
        assertThat(lab.truth("a")).contains(Map.of("title", "two"));
    }

    @Test
    void where_none_can_be_read_nothing_is_begun() {
        var request = changed("a");
        lab.system().hide("a");
        assertThat(lab.connector().undo(request, TestExecution.cleared("und_1")))
                .isInstanceOf(UndoPerformance.NotApplied.class);
    }
}
