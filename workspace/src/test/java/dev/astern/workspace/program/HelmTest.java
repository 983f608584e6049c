package dev.astern.workspace.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Connector;
import dev.astern.connector.Operation;
import dev.astern.connector.Performance;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.resource.Within;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import dev.astern.library.RecoveryLibrary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Releases are rolled back, which makes a revision of its own: the number of it never comes back. */
class HelmTest {
    private final HelmShell helm = new HelmShell();
    private final Connector connector =
            new ResourceConnector(new ProgramSystem(RecoveryLibrary::shipped, helm), new MemoryKeeping());
    private int actions;

    private Operation resolved(String command) {
        return ((Resolution.Resolved) connector.resolve(new Call("run_command", Map.of("command", command))))
                .operation();
    }

    private Selected does(String command) {
        var id = "act_" + ++actions;
        var done = connector.perform(resolved(command), TestExecution.cleared(id));
        return new Selected(id, ((Performance.Committed) done).observed().digest());
    }

    private void byHand(String... argv) {
        helm.run(List.of(argv), Within.of(Duration.ofSeconds(10)));
    }

    private record Undone(UndoReport report, Selected action) {}

    private Undone undo(Selected... actions) {
        var id = "act_" + ++this.actions;
        var request = new UndoRequest(List.of(actions), OnConflict.KEEP, Map.of(), 10, null);
        var done = (UndoPerformance.Applied) connector.undo(request, TestExecution.cleared(id));
        return new Undone(done.report(), new Selected(id, done.observed().digest()));
    }

    @Test
    void an_upgrade_is_rolled_back_and_that_as_well() {
        byHand("helm", "install", "web", "chart-1");
        var first = does("helm upgrade web chart-2 -n shop");
        var second = does("helm upgrade web chart-3 -n shop");
        var undone = undo(first, second);
        assertThat(undone.report().count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(helm.history("web")).containsExactly("chart-1", "chart-2", "chart-3", "chart-1");

        assertThat(undo(undone.action()).report().count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(helm.history("web")).endsWith("chart-3");
    }

    @Test
    void what_somebody_else_rolled_out_since_is_kept() {
        byHand("helm", "install", "web", "chart-1");
        var upgrade = does("helm upgrade web chart-2 -n shop");
        byHand("helm", "upgrade", "web", "chart-9");
        assertThat(undo(upgrade).report().count(UndoResult.KEPT)).isEqualTo(1);
        assertThat(helm.history("web")).endsWith("chart-9");
    }

    @Test
    void what_was_installed_is_uninstalled() {
        var install = does("helm install web chart-1 -n shop");
        assertThat(undo(install).report().count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(helm.history("web")).isEmpty();
    }

    @Test
    void what_was_uninstalled_with_its_history_comes_back() {
        byHand("helm", "install", "web", "chart-1");
        var uninstall = does("helm uninstall web -n shop --keep-history");
        assertThat(undo(uninstall).report().count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(helm.history("web")).containsExactly("chart-1", "chart-1");
    }

    @Test
    void a_release_that_is_not_there_is_not_upgraded() {
        var upgrade = resolved("helm upgrade web chart-1 -n shop --install");
        assertThat(connector.perform(upgrade, TestExecution.cleared("act_1"))).isInstanceOf(Performance.Failed.class);
        assertThat(helm.history("web")).isEmpty();
    }

    @Test
    void an_apply_of_terraform_is_never_said_to_come_back() {
        for (var command : List.of("terraform apply -auto-approve", "terraform destroy", "terraform apply p.bin")) {
            assertThat(resolved(command).reversibility()).as(command).isEqualTo(Reversibility.IRREVERSIBLE);
            assertThat(resolved(command).tier()).as(command).isEqualTo(Tier.DESTRUCTIVE);
        }
        assertThat(resolved("terraform plan -input=false -no-color").tier()).isEqualTo(Tier.READ);
        assertThat(resolved("terraform plan -out=p.bin").tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(resolved("terraform show -json").tier()).isEqualTo(Tier.DESTRUCTIVE);
    }
}
