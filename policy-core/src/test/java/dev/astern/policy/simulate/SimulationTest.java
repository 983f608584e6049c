package dev.astern.policy.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.policy.Decision;
import dev.astern.policy.Given;
import dev.astern.policy.simulate.SimulationReport.Change;
import dev.astern.policy.simulate.SimulationReport.RuleCount;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SimulationTest {
    @Test
    void it_counts_what_changes_and_shows_the_first_of_each() {
        var candidate = Given.policy("""
                policy: 1
                name: candidate
                rules:
                  - {id: broken, when: evidence.fields.x == 1 && preview.rows == 99, decide: allow}
                  - {id: big, when: preview.rows > 10, decide: hold}
                  - {id: rest, decide: allow}
                """);
        var recorded = Stream.concat(
                IntStream.range(0, 20)
                        .mapToObj(i ->
                                new Recorded("act_" + i, Given.write().with(Given.rows(i)), Decision.ALLOW, "old")),
                Stream.of(
                        new Recorded("act_a", Given.write().with(Given.rows(1)), Decision.BLOCK, "old"),
                        new Recorded("act_b", Given.write().with(Given.rows(99)), Decision.HOLD, "old"),
                        new Recorded(
                                "act_c",
                                Given.facts(Tier.READ, Reversibility.TRIVIALLY_REVERSIBLE)
                                        .with(Given.rows(0)),
                                Decision.OBSERVE,
                                "old")));
        var report = Simulation.of(candidate, recorded);
        assertThat(report)
                .returns("candidate", SimulationReport::policy)
                .returns(candidate.digest(), SimulationReport::digest)
                .returns(23L, SimulationReport::actions)
                .returns(11L, SimulationReport::same)
                .returns(10L, SimulationReport::stricter)
                .returns(2L, SimulationReport::laxer)
                .returns(1L, SimulationReport::errors);
        assertThat(report.changes())
                .containsExactly(
                        new Change(Decision.ALLOW, Decision.HOLD, 9),
                        new Change(Decision.OBSERVE, Decision.ALLOW, 1),
                        new Change(Decision.HOLD, Decision.BLOCK, 1),
                        new Change(Decision.BLOCK, Decision.ALLOW, 1));
        assertThat(report.rules())
                .containsExactly(
                        new RuleCount("rest", 13, 2), new RuleCount("big", 9, 9), new RuleCount("broken", 1, 1));
        assertThat(report.examples())
                .extracting(SimulationReport.Example::action)
                .containsExactly("act_11", "act_12", "act_13", "act_14", "act_15", "act_a", "act_b", "act_c");
        assertThat(report.examples().getFirst())
                .returns("run_sql", SimulationReport.Example::tool)
                .returns("old", SimulationReport.Example::fromRule)
                .returns("big", SimulationReport.Example::toRule);
    }
}
