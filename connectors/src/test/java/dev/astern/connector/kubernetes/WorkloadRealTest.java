package dev.astern.connector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Call;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.UndoResult;
import dev.astern.connector.testkit.TestExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What controllers, other owners of fields and lists of a real API server make of it. */
@EnabledIfSystemProperty(named = "astern.real.kubernetes", matches = ".+")
class WorkloadRealTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, labels: {app: %1$s}}
            spec:
              replicas: 1
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec:
                  containers:
                  - name: web
                    image: web:1
                    env: [{name: A, value: one}, {name: B, value: two}]
                    ports: [{containerPort: 80}]
                    resources: {limits: {memory: 1Gi}}
                  - name: side
                    image: side:1
                  volumes: [{name: tmp, emptyDir: {}}]
            """;

    private final List<Selected> actions = new ArrayList<>();
    private final RealCluster lab = new RealCluster();

    @AfterEach
    void close() {
        lab.close();
    }

    private String name() {
        return lab.name("web");
    }

    private String path() {
        return "/apis/apps/v1/namespaces/default/deployments/" + name();
    }

    private Performance perform(String tool, Map<String, Object> arguments) {
        var resolution = lab.connector().resolve(new Call(tool, arguments));
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        var id = "act_" + actions.size();
        var operation = ((Resolution.Resolved) resolution).operation();
        var execution = TestExecution.cleared(id);
        var performance = lab.connector().perform(operation, execution);
        if (performance instanceof Performance.Committed committed) {
            actions.add(new Selected(id, committed.observed().digest()));
            assertThat(Objects.requireNonNull(execution.asked()).counts())
                    .as("what was rehearsed is what happened")
                    .isEqualTo(committed.observed().counts());
        }
        return performance;
    }

    private void done(String tool, Map<String, Object> arguments) {
        assertThat(perform(tool, arguments)).isInstanceOf(Performance.Committed.class);
    }

    private Map<String, Object> named(Map<String, Object> more) {
        var all = new java.util.HashMap<String, Object>(more);
        all.put("kind", "Deployment");
        all.put("name", name());
        return all;
    }

    private void apply() {
        done("apply_manifest", Map.of("manifest", DEPLOYMENT.formatted(name())));
    }

    private UndoReport undo(List<Selected> selected) {
        var request = new UndoRequest(selected, OnConflict.KEEP, Map.of(), 100, null);
        var plan = lab.connector().planUndo(request);
        var performance = lab.connector().undo(request, TestExecution.cleared("undo_" + selected));
        assertThat(performance).isInstanceOf(UndoPerformance.Applied.class);
        var report = ((UndoPerformance.Applied) performance).report();
        assertThat(report.counts()).isEqualTo(plan.counts());
        return report;
    }

    private UndoReport undoLast(int count) {
        return undo(actions.subList(actions.size() - count, actions.size()));
    }

    private JsonNode spec() {
        return lab.get(path()).orElseThrow().path("spec");
    }

    private JsonNode container(int number) {
        return spec().path("template").path("spec").path("containers").path(number);
    }

    @Test
    void a_session_s_changes_are_taken_back_while_controllers_write() {
        apply();
        var before = spec();
        done("scale", named(Map.of("replicas", 3)));
        done("scale", named(Map.of("replicas", 4)));
        done("restart_rollout", named(Map.of()));
        var image = Map.of("name", "web", "image", "web:2");
        var patch = Map.of("spec", Map.of("template", Map.of("spec", Map.of("containers", List.of(image)))));
        done("patch_manifest", named(Map.of("patch", patch)));
        assertThat(container(0).path("image").asString()).isEqualTo("web:2");
        var report = undoLast(4);
        assertThat(report.count(UndoResult.RESTORED)).as(report.toString()).isEqualTo(1);
        assertThat(spec()).isEqualTo(before);
        report = undo(actions.subList(0, 1));
        assertThat(report.count(UndoResult.RESTORED)).as(report.toString()).isEqualTo(1);
        assertThat(lab.get(path()).filter(object -> !object.path("metadata").has("deletionTimestamp")))
                .isEmpty();
    }

    @Test
    void another_container_that_a_colleague_changed_stays() {
        apply();
        var mine = List.of(Map.of("name", "web", "image", "web:2"), Map.of("name", "more", "image", "more:1"));
        var patch = Map.of("spec", Map.of("template", Map.of("spec", Map.of("containers", mine))));
        done("patch_manifest", named(Map.of("patch", patch)));
        var theirs = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"side:9\"}]}}}}";
        lab.good("PATCH", path() + "?fieldManager=person", "application/strategic-merge-patch+json", theirs);
        var report = undoLast(1);
        assertThat(report.counts().getFirst().reason()).isEqualTo(Reason.OTHERS_FIELDS_KEPT);
        assertThat(spec().path("template").path("spec").path("containers").size())
                .isEqualTo(2);
        assertThat(container(0).path("image").asString()).isEqualTo("web:1");
        assertThat(container(1).path("image").asString()).isEqualTo("side:9");
        assertThat(container(0).path("env").size()).isEqualTo(2);
    }

    @Test
    void what_was_deleted_comes_back_as_it_was_and_its_pods_with_it() {
        apply();
        var before = spec();
        done("delete_manifest", named(Map.of()));
        assertThat(lab.get(path())).isEmpty();
        assertThat(undoLast(1).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(spec()).isEqualTo(before);
    }

    @Test
    void a_field_that_a_controller_of_others_owns_is_not_taken() {
        lab.good(
                "PATCH", path() + "?fieldManager=gitops", "application/apply-patch+yaml", DEPLOYMENT.formatted(name()));
        var performance = perform(
                "apply_manifest",
                Map.of("manifest", DEPLOYMENT.formatted(name()).replace("web:1", "web:2")));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        var problem = ((Performance.Failed) performance).problem();
        assertThat(problem.reason()).isEqualTo(Reason.CONFLICTING_STATE);
        assertThat(problem.detail()).contains("gitops", "image");
        assertThat(container(0).path("image").asString()).isEqualTo("web:1");
    }

    @Test
    void what_the_cluster_would_refuse_is_refused_before_anything_is_sent() {
        for (var wrong : List.of("replicas: -1", "nonsense: 1", "replicas: many")) {
            var manifest = DEPLOYMENT.formatted(name()).replace("replicas: 1", wrong);
            assertThat(perform("apply_manifest", Map.of("manifest", manifest)))
                    .as(wrong)
                    .isInstanceOf(Performance.Failed.class);
        }
        assertThat(lab.get(path())).isEmpty();
    }

    private ObjectNode secret(String value) {
        var manifest = Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        manifest.putObject("metadata").put("name", name());
        manifest.putObject("stringData").put("password", value);
        return manifest;
    }

    @Test
    void a_secret_is_put_back_without_ever_being_shown() {
        var path = "/api/v1/namespaces/default/secrets/" + name();
        done("apply_manifest", Map.of("manifest", Json.text(secret("first-canary"))));
        var before = lab.get(path).orElseThrow().path("data");
        var performance = perform("apply_manifest", Map.of("manifest", Json.text(secret("second-canary"))));
        assertThat(performance.toString())
                .contains("***")
                .doesNotContain("canary", before.path("password").asString());
        assertThat(lab.get(path).orElseThrow().path("data")).isNotEqualTo(before);
        assertThat(undoLast(1).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(lab.get(path).orElseThrow().path("data")).isEqualTo(before);
    }

    @Test
    void an_object_that_waits_for_a_finalizer_is_seen_as_deleted() {
        var path = "/api/v1/namespaces/default/configmaps/" + name();
        var manifest = lab.manifest("web", Map.of("title", "one"));
        manifest.withObject("/metadata").putArray("finalizers").add("example.com/wait");
        lab.good("POST", path.replace("/" + name(), ""), "application/json", Json.text(manifest));
        done("delete_manifest", Map.of("kind", "ConfigMap", "name", name()));
        assertThat(lab.get(path).map(object -> object.path("metadata").has("deletionTimestamp")))
                .isEqualTo(Optional.of(true));
        lab.good("PATCH", path, RealCluster.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(undoLast(1).count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(lab.truth("web").orElseThrow()).containsEntry("title", "one");
    }
}
