package dev.astern.connector.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Call;
import dev.astern.connector.Effect;
import dev.astern.connector.Lent;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.Tier;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoRequest.Selected;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class KubernetesTest {
    private static final String VALUE = "opensesame-41";

    private final FakeLaboratory lab = new FakeLaboratory();

    @AfterEach
    void close() {
        lab.close();
    }

    private Performance perform(String id, Call call) {
        return lab.connector().perform(resolved(call).operation(), TestExecution.cleared(id));
    }

    private Resolution.Resolved resolved(Call call) {
        var resolution = lab.connector().resolve(call);
        assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
        return (Resolution.Resolved) resolution;
    }

    private static Call apply(ObjectNode manifest) {
        return new Call("apply_manifest", Map.of("manifest", Json.text(manifest)));
    }

    @Test
    void fields_that_others_own_are_named_and_not_taken() {
        lab.put("a", Map.of("title", "one", "note", "two"));
        var performance = perform("act_1", apply(lab.manifest("a", Map.of("title", "mine"))));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        var problem = ((Performance.Failed) performance).problem();
        assertThat(problem.reason()).isEqualTo(Reason.CONFLICTING_STATE);
        assertThat(problem.detail()).contains("person", "/data/title");
        assertThat(lab.truth("a")).contains(Map.of("title", "one", "note", "two"));
        assertThat(lab.cluster().log()).noneMatch(line -> line.contains("force"));
    }

    @Test
    void what_an_apply_takes_away_is_seen_before_it_is_sent_and_comes_back() {
        perform("act_1", apply(lab.manifest("a", Map.of("title", "one", "note", "two"))));
        var execution = TestExecution.cleared("act_2");
        var operation =
                resolved(apply(lab.manifest("a", Map.of("title", "three")))).operation();
        var performance = (Performance.Committed) lab.connector().perform(operation, execution);
        var asked = Objects.requireNonNull(execution.asked()).sample().getFirst();
        assertThat(asked).isEqualTo(performance.observed().sample().getFirst());
        assertThat(Objects.requireNonNull(asked.after()).fields()).isEqualTo(Map.of("/data/title", "\"three\""));
        undo("act_2", performance);
        assertThat(lab.truth("a")).contains(Map.of("title", "one", "note", "two"));
    }

    private String undo(String id, Performance performance) {
        var digest = ((Performance.Committed) performance).observed().digest();
        var request = new UndoRequest(List.of(new Selected(id, digest)), OnConflict.KEEP, Map.of(), 100, null);
        var plan = lab.connector().planUndo(request);
        var undone = lab.connector().undo(request, TestExecution.cleared("undo_" + id));
        return plan + "\n" + undone;
    }

    @Test
    void a_status_that_a_controller_writes_in_between_does_not_matter() {
        lab.put("a", Map.of("title", "one", "note", "two"));
        lab.cluster().before(() -> lab.cluster().touch("configmaps", "a"));
        var performance = perform("act_1", lab.change("a", "title", "three"));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        lab.cluster().before(() -> lab.cluster().touch("configmaps", "a"));
        assertThat(undo("act_1", performance)).contains("RESTORED");
        assertThat(lab.truth("a")).contains(Map.of("title", "one", "note", "two"));
    }

    @Test
    void what_a_colleague_writes_in_between_is_not_overwritten() {
        lab.put("a", Map.of("title", "one", "note", "two"));
        lab.cluster().before(() -> lab.edit("a", "title", "by hand"));
        var performance = perform("act_1", lab.change("a", "title", "three"));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        assertThat(lab.truth("a")).contains(Map.of("title", "by hand", "note", "two"));
    }

    @Test
    void what_somebody_made_a_moment_before_is_never_deleted_by_an_undo() {
        lab.cluster().before(() -> lab.put("a", Map.of("note", "by hand")));
        var performance = perform("act_1", apply(lab.manifest("a", Map.of("title", "one"))));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        assertThat(undo("act_1", performance)).contains("ROW_CHANGED_SINCE_INSERT");
        assertThat(lab.truth("a").orElseThrow()).containsEntry("note", "by hand");
    }

    private static ObjectNode secret() {
        var manifest = Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        manifest.putObject("metadata").put("name", "s");
        manifest.putObject("stringData").put("password", VALUE);
        return manifest;
    }

    @Test
    void a_secret_s_values_are_put_back_and_never_shown() {
        var old = Json.MAPPER.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        old.putObject("metadata").put("name", "s");
        old.putObject("data").put("password", encoded("before-99817"));
        lab.cluster().set("secrets", "s", old);
        var patch = Map.of("stringData", Map.of("password", VALUE));
        var call = new Call("patch_manifest", Map.of("kind", "Secret", "name", "s", "patch", patch));
        var execution = TestExecution.cleared("act_1");
        var operation = resolved(call).operation();
        var performance = lab.connector().perform(operation, execution);
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        assertThat(password()).isEqualTo(encoded(VALUE));
        var effects = lab.connector().effects("act_1", null, 10);
        var read = perform("act_2", new Call("read_manifest", Map.of("kind", "Secret", "name", "s")));
        var undone = undo("act_1", performance);
        assertThat(password()).isEqualTo(encoded("before-99817"));
        assertThat(effects.effects().getFirst().kind()).isEqualTo(Effect.Kind.UPDATE);
        var said =
                operation.command() + operation.summary() + performance + execution.asked() + effects + read + undone;
        assertThat(said).contains("***").doesNotContain(VALUE, encoded(VALUE), "before-99817", encoded("before-99817"));
    }

    private String password() {
        return Objects.requireNonNull(lab.cluster().get("secrets", "s"))
                .path("data")
                .path("password")
                .asString("");
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_masked_value_is_not_taken_for_a_secret() {
        var manifest = secret();
        manifest.putObject("stringData").put("password", Manifest.MASK);
        assertThat(lab.connector().resolve(apply(manifest))).isInstanceOf(Resolution.Refused.class);
        manifest.remove("stringData");
        manifest.putObject("data").put("password", Manifest.MASK);
        assertThat(lab.connector().resolve(apply(manifest))).isInstanceOf(Resolution.Refused.class);
    }

    @Test
    void a_kind_that_only_this_cluster_has_is_found_by_its_version() {
        var manifest = "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}, data: {title: one}}";
        var made = perform("act_1", new Call("apply_manifest", Map.of("manifest", manifest, "namespace", "default")));
        assertThat(made).isInstanceOf(Performance.Committed.class);
        assertThat(lab.cluster().log())
                .anyMatch(line -> line.startsWith("PATCH /apis/example.com/v1/namespaces/default/widgets/w?"));
        assertThat(undo("act_1", made)).contains("RESTORED");
        var nowhere = perform("act_2", new Call("apply_manifest", Map.of("manifest", manifest)));
        assertThat(((Performance.Failed) nowhere).problem().detail()).contains("name one");
        var unknown = manifest.replace("Widget", "Gadget");
        var failed = perform("act_3", new Call("apply_manifest", Map.of("manifest", unknown, "namespace", "default")));
        assertThat(((Performance.Failed) failed).problem().detail()).contains("Gadget");
    }

    @Test
    void what_is_being_deleted_is_gone() {
        var manifest = lab.manifest("a", Map.of("title", "one"));
        manifest.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        lab.cluster().set("configmaps", "a", manifest);
        var performance = perform("act_1", lab.delete("a"));
        assertThat(performance).isInstanceOf(Performance.Failed.class);
        assertThat(((Performance.Failed) performance).problem().reason()).isEqualTo(Reason.TARGET_GONE);
    }

    @Test
    void the_token_is_sent_and_never_said() {
        lab.put("a", Map.of("title", FakeCluster.TOKEN, "note", ""));
        var performance = perform("act_1", lab.read("a"));
        assertThat(performance).isInstanceOf(Performance.Committed.class);
        assertThat(performance.toString()).contains("***").doesNotContain(FakeCluster.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/b", "a?x=1", "a%2fb", "\r\nX: 1", "", "é", "-a"})
    void a_name_that_could_be_another_place_is_refused(String name) {
        for (var call : List.of(
                new Call("read_manifest", Map.of("kind", "ConfigMap", "name", name)),
                new Call("read_manifest", Map.of("kind", "ConfigMap", "name", "a", "namespace", name)),
                new Call("read_manifest", Map.of("kind", name, "name", "a")),
                new Call("read_manifest", Map.of("kind", "Foo", "api_version", name, "name", "a")))) {
            assertThat(lab.connector().resolve(call)).isInstanceOf(Resolution.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "a: &x b\nc: *x",
                "kind: ConfigMap",
                "{apiVersion: v1, kind: ConfigMap}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: x}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, finalizers: [x/y]}}",
                "{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{kind: Pod}",
                "{apiVersion: v1, apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"
            })
    void a_manifest_that_can_t_be_applied_is_refused(String text) {
        assertThat(lab.connector().resolve(new Call("apply_manifest", Map.of("manifest", text))))
                .isInstanceOf(Resolution.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "finalizers", "managedFields", "uid"})
    void what_belongs_to_the_cluster_can_t_be_patched(String name) {
        Map<String, Object> patch =
                name.equals("status") ? Map.of(name, Map.of("x", 1)) : Map.of("metadata", Map.of(name, List.of("x")));
        var call = new Call("patch_manifest", Map.of("kind", "Pod", "name", "a", "patch", patch));
        assertThat(lab.connector().resolve(call)).isInstanceOf(Resolution.Refused.class);
    }

    @Test
    void what_takes_others_work_with_it_is_not_said_to_come_back() {
        var deleted = resolved(new Call("delete_manifest", Map.of("kind", "Namespace", "name", "a")))
                .operation();
        assertThat(deleted.tier()).isEqualTo(Tier.DESTRUCTIVE);
        assertThat(deleted.reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
        var restarted = resolved(new Call("restart_rollout", Map.of("kind", "Deployment", "name", "a")))
                .operation();
        assertThat(restarted.reversibility()).isEqualTo(Reversibility.PARTIALLY_REVERSIBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "https://user@x", "https://x?y", "not a url", "http://cluster.example"})
    void a_url_that_is_no_cluster_s_is_refused(String url) {
        var config = new TargetConfig("x", url, "", Secret.from(() -> "secret"), Map.of());
        assertThatThrownBy(() -> new KubernetesProvider().open(config, lent())).isInstanceOf(ProblemException.class);
    }

    private static Lent lent() {
        return new Lent(new MemoryKeeping(), reference -> Secret.from(() -> reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "client_key", "nonsense"})
    void an_option_that_can_t_be_used_is_refused(String option) {
        var config = new TargetConfig(
                "x", "https://127.0.0.1:1", "", Secret.from(() -> "secret"), Map.of(option, "/no/such/file"));
        assertThatThrownBy(() -> new KubernetesProvider().open(config, lent())).isInstanceOf(ProblemException.class);
    }
}
