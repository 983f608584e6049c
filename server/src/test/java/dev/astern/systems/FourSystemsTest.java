package dev.astern.systems;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One session that acts on a database, a folder, a REST API and an MCP server, and is taken back as one. */
class FourSystemsTest {
    private static final List<String> LATEST_FIRST = List.of("desk", "shop", "shelf", "folder");
    private static final Map<String, List<String>> KEPT = Map.of(
            "shop", List.of("kept same_field_changed 1", "restored  1", "restored others_fields_kept 1"),
            "folder", List.of("kept same_field_changed 1", "restored  2"),
            "desk", List.of("kept same_field_changed 1", "restored  1", "restored others_fields_kept 1"),
            "shelf", List.of("kept same_field_changed 1", "restored  1"));

    @TempDir
    private Path data;

    private FourSystems systems;

    @BeforeEach
    void open() throws Exception {
        systems = new FourSystems(data);
    }

    @AfterEach
    void close() {
        systems.close();
    }

    @Test
    void a_session_over_four_systems_is_planned_and_taken_back_as_one() throws Exception {
        var session = systems.agentActs();
        systems.peopleEdit();
        var plan = systems.server
                .post("/v1/undo/plans", systems.server.operator(), Map.of("session", session))
                .ok()
                .json();
        assertReports(plan.path("parts"));
        assertThat(plan.path("skipped").isEmpty()).isTrue();
        var digests = new HashMap<String, String>();
        plan.path("parts")
                .forEach(part -> digests.put(
                        part.path("target").asString(),
                        part.path("report").path("digest").asString()));
        var undo = systems.server.undo(Map.of("session", session, "planDigests", digests));
        assertReports(undo.path("steps"));
        assertStates(undo, Map.of());
        systems.assertTakenBack();
    }

    /** What is in a system whose answer nobody heard is asked for there, and the others' turn comes. */
    @Test
    void an_undo_whose_server_is_killed_between_two_systems_goes_on() throws Exception {
        var session = systems.agentActs();
        systems.peopleEdit();
        var pause = systems.desk.pauseAfterNextWrite();
        var id = written(pause, session);
        systems.server.kill();
        pause.goOn().countDown();
        assertThat(systems.shop.rows("SELECT name FROM item WHERE id = 1")).containsExactly("(agent-1)");
        systems.server.start();
        var undo = systems.server.finished(id);
        assertStates(undo, Map.of());
        systems.assertTakenBack();
        var actions = systems.server.get("/v1/actions?limit=100").ok().json().path("items");
        assertThat(actions.valueStream().map(action -> action.path("state").asString()))
                .as("nothing runs for ever")
                .doesNotContain("running");
        var doubtful = new ArrayList<String>();
        for (var action : actions) {
            var one = action.path("id").asString();
            var receipts =
                    systems.server.get("/v1/actions/" + one + "/receipts").ok();
            if (receipts.text().contains("\\\"state\\\":\\\"unconfirmed\\\"")) {
                doubtful.add(one);
            }
        }
        // What became of it may be told later, when the undo that went on has done the rest.
        assertThat(doubtful)
                .as("what the killed server had under way could not be told")
                .hasSize(1);
    }

    /** Each system's part is cleared by itself; what was cleared before the stop came comes to its end. */
    @Test
    void an_undo_that_is_stopped_in_the_first_of_four_systems_writes_to_none_of_the_others() throws Exception {
        var session = systems.agentActs();
        systems.peopleEdit();
        var pause = systems.desk.pauseAfterNextWrite();
        var id = written(pause, session);
        systems.server
                .post("/v1/stops", systems.server.operator(), Map.of("scope", "session", "name", id, "reason", "wait"))
                .ok();
        pause.goOn().countDown();
        var undo = systems.server.finished(id);
        assertStates(undo, Map.of("shop", "not_applied", "shelf", "not_applied", "folder", "not_applied"));
        for (var step : undo.path("steps")) {
            if (!step.path("target").asString().equals("desk")) {
                assertThat(step.path("reason").asString()).as(step.toString()).isEqualTo("stopped");
            }
        }
        assertThat(systems.shop.rows("SELECT name FROM item WHERE id = 1")).containsExactly("(agent-1)");
        assertThat(systems.file("a.txt")).isEqualTo("agent-2");
        assertThat(systems.shelf.files).containsEntry("/a.txt", "agent-4");
        assertStates(systems.server.undo(Map.of("session", session)), Map.of());
        systems.assertTakenBack();
    }

    /** An undo that has written once and waits for the answer. */
    private String written(Desk.Pause pause, String session) throws Exception {
        var id = systems.server
                .post("/v1/undos", systems.server.operator(), Map.of("session", session))
                .ok()
                .json()
                .path("id")
                .asString();
        assertThat(pause.done().await(60, TimeUnit.SECONDS))
                .as("the undo wrote")
                .isTrue();
        return id;
    }

    private static void assertReports(JsonNode parts) {
        assertThat(parts.valueStream().map(part -> part.path("target").asString()))
                .containsExactlyElementsOf(LATEST_FIRST);
        for (var part : parts) {
            assertThat(FourSystems.counts(part.path("report")))
                    .as(part.toString())
                    .isEqualTo(KEPT.get(part.path("target").asString()));
        }
    }

    private static void assertStates(JsonNode undo, Map<String, String> otherwise) {
        for (var step : undo.path("steps")) {
            assertThat(step.path("state").asString())
                    .as(step.toString())
                    .isEqualTo(otherwise.getOrDefault(step.path("target").asString(), "applied"));
        }
    }
}
