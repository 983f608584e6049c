package dev.astern.connector.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Clearance;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An undo of many resources takes longer than its right to begin lasts. */
class LongUndoTest {
    private static final long RIGHT_NANOS = 500_000_000;

    private final MemoryLaboratory lab = new MemoryLaboratory(EnumSet.of(Trait.BY_FIELD, Trait.CONDITIONAL));

    @AfterEach
    void close() {
        lab.close();
    }

    private Selected changed(String card) {
        lab.put(card, Map.of("title", "one"));
        var call = new Call("card", Map.of("verb", "update", "id", card, "fields", Map.of("title", "two")));
        var resolved = (Resolution.Resolved) lab.connector().resolve(call);
        var id = "act_" + card;
        var done = (Performance.Committed) lab.connector().perform(resolved.operation(), TestExecution.cleared(id));
        return new Selected(id, done.observed().digest());
    }

    @Test
    void what_has_begun_in_time_comes_to_its_end() {
        var request = new UndoRequest(
                List.of(changed("alpha"), changed("beta"), changed("gamma")), OnConflict.KEEP, Map.of(), 100, null);
        var over = new AtomicLong();
        var execution = new TestExecution("act_undo", Duration.ofSeconds(20), observed -> {
            over.set(System.nanoTime() + RIGHT_NANOS);
            return new Clearance.Commit(OptionalLong.of(over.get()));
        });
        lab.system().beforeRestoring(() -> {
            while (System.nanoTime() - over.get() < 0) {
                Thread.onSpinWait();
            }
        });
        assertThat(lab.connector().undo(request, execution))
                .isInstanceOfSatisfying(
                        UndoPerformance.Applied.class,
                        applied -> assertThat(applied.report().count(UndoResult.RESTORED))
                                .isEqualTo(3));
    }
}
