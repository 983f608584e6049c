package dev.astern.connector.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Settlement;
import dev.astern.connector.testkit.Laboratory.Fault;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.TestExecution;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call of which nobody can say what it changes. */
class OpaqueCallTest {
    private static final Call CALL =
            new Call("card", Map.of("verb", "hidden", "id", "alpha", "fields", Map.of("title", "three")));

    private final MemoryLaboratory lab = new MemoryLaboratory(EnumSet.of(Trait.BY_FIELD, Trait.CONDITIONAL));

    @AfterEach
    void close() {
        lab.close();
    }

    private Performance perform() {
        lab.put("alpha", Map.of("title", "one"));
        var resolved = (Resolution.Resolved) lab.connector().resolve(CALL);
        return lab.connector().perform(resolved.operation(), TestExecution.cleared("act_1"));
    }

    @Test
    void what_it_did_is_taken_for_the_worst() {
        assertThat(perform())
                .isInstanceOfSatisfying(
                        Performance.Committed.class,
                        committed ->
                                assertThat(committed.observed().reversibility()).isEqualTo(Reversibility.IRREVERSIBLE));
    }

    /** An error's answer does not say that nothing happened, and there is nothing to look at. */
    @ParameterizedTest
    @EnumSource(names = {"FAIL", "FAIL_AFTER", "LOSE_ANSWER", "HANG"})
    void an_error_leaves_it_in_doubt_for_good(Fault fault) {
        lab.next(fault);
        assertThat(perform()).isInstanceOf(Performance.InDoubt.class);
        assertThat(lab.connector().settle("act_1")).isInstanceOf(Settlement.Unknown.class);
    }
}
