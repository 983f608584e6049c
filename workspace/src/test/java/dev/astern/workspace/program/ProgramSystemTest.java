package dev.astern.workspace.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.library.RecoveryLibrary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of commands before and after they run. */
class ProgramSystemTest {
    private final CardShell shell = new CardShell();
    private final Connector connector =
            new ResourceConnector(new ProgramSystem(() -> ProgramContractTest.LIBRARY, shell), new MemoryKeeping());

    private static Operation resolved(Connector connector, String command) {
        return ((Resolution.Resolved) connector.resolve(new Call("run_command", Map.of("command", command))))
                .operation();
    }

    @Test
    void what_nobody_knows_is_taken_for_the_worst() {
        for (var command : List.of("unknown --all", "cards set a b c; rm -rf x", "cards set a b")) {
            var operation = resolved(connector, command);
            assertThat(operation.reversibility()).as(command).isEqualTo(Reversibility.IRREVERSIBLE);
            assertThat(operation.tier()).as(command).isEqualTo(Tier.DESTRUCTIVE);
        }
        assertThat(resolved(connector, "cards set a b c").form())
                .isEqualTo(new Form.Command(List.of("cards", "set", "a", "b", "c")));
    }

    @Test
    void what_is_not_captured_is_not_run() {
        var performance = connector.perform(resolved(connector, "cards set gone b c"), TestExecution.cleared("act_1"));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        assertThat(shell.card("gone")).isEmpty();
    }

    @Test
    void an_entry_s_condition_is_asked_before_anything_is_set_back() {
        shell.put("a", Map.of("title", "locked", "note", "n"));
        var done = (Performance.Committed)
                connector.perform(resolved(connector, "cards set a open n"), TestExecution.cleared("act_1"));
        var request = new UndoRequest(
                List.of(new UndoRequest.Selected("act_1", done.observed().digest())),
                UndoRequest.OnConflict.KEEP,
                Map.of(),
                10,
                null);
        var plan = connector.planUndo(request);
        assertThat(plan.count(UndoResult.CANNOT)).isEqualTo(1);
        assertThat(plan.counts().getFirst().reason()).isEqualTo(Reason.NOT_UNDOABLE);
        connector.undo(request, TestExecution.cleared("und_1"));
        assertThat(shell.card("a")).contains(Map.of("title", "open", "note", "n"));
    }

    /** Shipped entries whose compensating action needs what was there before are really compensated by it. */
    @Test
    void shipped_entries_of_services_and_clusters_are_captured() {
        var shipped = RecoveryLibrary.shipped();
        assertThat(Known.of(shipped, List.of("kubectl", "scale", "deployment/web", "--replicas=3", "-n", "shop")))
                .satisfies(known -> {
                    assertThat(known.reads())
                            .contains(List.of("kubectl", "get", "deployment/web", "-n", "shop", "-o", "json"));
                    assertThat(known.reversibility()).isEqualTo(Reversibility.TRIVIALLY_REVERSIBLE);
                });
        assertThat(Known.of(shipped, List.of("systemctl", "stop", "web")).reads())
                .isPresent();
        assertThat(Known.of(shipped, List.of("git", "tag", "v1")).reversibility())
                .as("nothing tells of its state, so that it is never said to come back")
                .isGreaterThanOrEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
    }
}
