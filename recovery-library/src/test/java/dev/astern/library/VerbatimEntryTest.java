package dev.astern.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Reversibility;
import dev.astern.library.model.FillProblem;
import dev.astern.library.model.Filling;
import dev.astern.library.model.RecoveryStep;
import dev.astern.library.model.Source;
import dev.astern.library.model.Subject.CommandSubject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format's best-known example, word for word. */
class VerbatimEntryTest {
    static final String ENTRY = """
            command_pattern: "kubectl scale deployment/* --replicas=*"
            reversibility: "trivially_reversible"
            compensating_action: "kubectl scale deployment/{name} --replicas={previous_count} -n {namespace}"
            rollback_safe: "always"
            pre_capture: "kubectl get deployment/{name} -n {namespace} -o json"
            notes: "Capture previous replica count from pre_capture output before approving"
            """;

    private final RecoveryLibrary library = read(ENTRY);

    static RecoveryLibrary read(String text) {
        return switch (RecoveryLibrary.load(List.of(new Source("test.yaml", text)))) {
            case Loaded.Read read -> read.library();
            case Loaded.Malformed bad -> throw new AssertionError(bad.findings());
        };
    }

    static CommandSubject command(String line) {
        return new CommandSubject(List.of(line.split(" ")));
    }

    static String line(Filling filling) {
        return switch (filling) {
            case Filling.Filled(RecoveryStep step) -> step.line();
            case Filling.Unfilled(FillProblem problem) -> problem.code() + " " + problem.placeholder();
            case Filling.AwaitsOutput(List<String> names, String _) -> "awaits " + names;
            case Filling.None() -> "none";
        };
    }

    @Test
    void it_loads_matches_and_is_filled() {
        assertThat(library.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo("kubectl-scale-deployment-replicas");
            assertThat(entry.classed().reversibility()).isEqualTo(Reversibility.TRIVIALLY_REVERSIBLE);
        });
        var match = library.find(command("kubectl scale deployment/web --replicas=5 -n shop"))
                .orElseThrow();
        assertThat(line(match.preCapture())).isEqualTo("kubectl get deployment/web -n shop -o json");
        assertThat(line(match.compensation("{\"spec\": {\"replicas\": 3}}")))
                .isEqualTo("kubectl scale deployment/web --replicas=3 -n shop");
    }

    @Test
    void options_may_stand_anywhere_and_be_written_in_any_way() {
        for (var line : List.of(
                "kubectl -n shop scale deployment/web --replicas=5",
                "kubectl --namespace=shop scale --replicas 5 deployment/web",
                "kubectl scale -nshop --replicas=5 deployment/web",
                "kubectl scale deployment/web --namespace shop --replicas=5")) {
            assertThat(line(library.find(command(line)).orElseThrow().compensation("{\"spec\":{\"replicas\":3}}")))
                    .as(line)
                    .isEqualTo("kubectl scale deployment/web --replicas=3 -n shop");
        }
    }

    @Test
    void what_it_does_not_account_for_does_not_match() {
        for (var line : List.of(
                "kubectl scale deployment/web --replicas=5 -n shop --context=other",
                "kubectl scale deployment/web deployment/api --replicas=5 -n shop",
                "kubectl scale deployment/web -n shop",
                "kubectl scale deployment/ --replicas=5 -n shop",
                "kubectl scale deployment/web --replicas= -n shop",
                "kubectl scale deployment/web --replicas=5 -n shop -n other",
                "kubectl scale -- deployment/web --replicas=5",
                "/usr/bin/kubectl scale deployment/web --replicas=5 -n shop",
                "sh -c kubectl scale deployment/web --replicas=5")) {
            assertThat(library.find(command(line))).as(line).isEmpty();
            assertThat(library.classify(command(line))).as(line).isEqualTo(Classification.unknown());
        }
    }

    @Test
    void what_is_missing_is_refused_and_never_empty() {
        var match = library.find(command("kubectl scale deployment/web --replicas=5"))
                .orElseThrow();
        assertThat(line(match.preCapture())).isEqualTo("NOT_IN_COMMAND namespace");
        var named = library.find(command("kubectl scale deployment/web --replicas=5 -n shop"))
                .orElseThrow();
        assertThat(line(named.compensation("{\"spec\": {}}"))).isEqualTo("NOT_IN_OUTPUT previous_count");
        assertThat(line(named.compensation("{\"spec\": {\"replicas\": null}}")))
                .isEqualTo("NOT_IN_OUTPUT previous_count");
        assertThat(line(named.compensation("{\"spec\": {\"replicas\": \"3 --all\"}}")))
                .isEqualTo("WRONG_TYPE previous_count");
        assertThat(line(named.compensation("Error from server"))).isEqualTo("OUTPUT_NOT_JSON previous_count");
        assertThat(line(named.compensation(""))).isEqualTo("OUTPUT_NOT_JSON previous_count");
    }

    @Test
    void the_shipped_entry_says_the_same() {
        var shipped = RecoveryLibrary.shipped()
                .find(command("kubectl --context east scale deployment/web --replicas=5 -n shop"))
                .orElseThrow();
        assertThat(shipped.entry().id()).isEqualTo("kubectl-scale");
        assertThat(line(shipped.compensation("{\"spec\": {\"replicas\": 3}}")))
                .isEqualTo("kubectl --context=east scale deployment/web --replicas=3 -n shop");
    }
}
