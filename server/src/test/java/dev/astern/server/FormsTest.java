package dev.astern.server;

import static dev.astern.server.PageSite.TICK;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do on pages beside saying yes or no: change arguments, decide several, break the glass. */
class FormsTest {
    @TempDir
    private static Path data;

    private static PageSite site;
    private static Browser bob;
    private static Browser fire;

    @BeforeAll
    static void start() throws Exception {
        site = new PageSite(data);
        bob = new Browser(site.url);
        bob.signIn(site.operator("bob", "journal.read", "action.approve"));
        fire = new Browser(site.url);
        fire.signIn(site.operator("fire", "journal.read", "break.glass"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void arguments_are_changed_shown_again_and_approved_by_whoever_changed_them() throws Exception {
        int asked = site.row.incrementAndGet();
        int meant = site.row.incrementAndGet();
        var id = site.held("DELETE FROM item WHERE id = " + asked, "");
        var path = "/approvals/" + id + "/edit";
        assertThat(bob.get("/approvals/" + id).body()).contains("href=\"" + path + "\"");
        assertThat(bob.get(path).body()).contains("DELETE FROM item WHERE id = " + asked, "<textarea");
        var edited = bob.post(path, path, "round", "0", "arguments", sql(meant), "reason", "that one");
        assertThat(edited.statusCode()).isEqualTo(303);
        assertThat(location(edited)).isEqualTo("/approvals/" + id);
        assertThat(bob.get("/approvals/" + id).body())
                .contains("DELETE FROM item WHERE id = " + meant, "this is look 2", "name=\"round\" value=\"1\"");
        approve(id, "1");
        assertThat(site.ended(id)).isEqualTo("done");
        assertThat(site.value(asked)).isEqualTo("value " + asked);
        assertThat(site.value(meant)).isEmpty();
        assertThat(site.acts()).contains("\"act\":\"POST /approvals/{id}/edit\"", "\"decision\":\"edit\"");
    }

    @Test
    void what_can_not_be_read_or_was_changed_meanwhile_changes_nothing() throws Exception {
        var id = site.held();
        var path = "/approvals/" + id + "/edit";
        for (var wrong : List.of("", "[]", "null", "{\"sql\": null}", "{\"sql\": ", "\"</textarea><script>\"")) {
            var refused = bob.post(path, path, "round", "0", "arguments", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.body()).contains("not a JSON object").doesNotContain("<script");
        }
        assertThat(bob.post(path, path, "arguments", sql(1)).statusCode()).isEqualTo(400);
        assertThat(bob.post(path, path, "round", "7", "arguments", sql(1)).statusCode())
                .isEqualTo(409);
        var failing = bob.post(path, path, "round", "0", "arguments", "{\"sql\": \"DELETE FROM nothing\"}");
        assertThat(failing.statusCode()).isEqualTo(422);
        assertThat(failing.body()).contains("DELETE FROM nothing");
        assertThat(fire.post(path, path, "round", "0", "arguments", sql(1)).statusCode())
                .isEqualTo(403);
        assertThat(bob.postBare(path, "round", "0", "arguments", sql(1)).statusCode())
                .isEqualTo(403);
        assertThat(site.read("/v1/approvals/" + id)
                        .path("approval")
                        .path("round")
                        .asInt())
                .isZero();
    }

    @Test
    void what_is_invisible_is_edited_as_its_code() throws Exception {
        int row = site.row.incrementAndGet();
        var id = site.held("DELETE FROM item /* \u202E \uDB40\uDC41 <b> */ WHERE id = " + row, "");
        var path = "/approvals/" + id + "/edit";
        var shown = bob.get(path).body();
        assertThat(shown).contains("\\u202e \\udb40\\udc41 &lt;b&gt;").doesNotContain("\u202E");
        var sent = "{\"sql\": \"DELETE FROM item /* \\u202e \\udb40\\udc41 <b> */ WHERE id = " + row + "\"}";
        assertThat(bob.post(path, path, "round", "0", "arguments", sent).statusCode())
                .isEqualTo(303);
        assertThat(site.read("/v1/approvals/" + id)
                        .path("shown")
                        .path("arguments")
                        .path("sql")
                        .asString())
                .contains("\u202E \uDB40\uDC41 <b>");
    }

    @Test
    void several_are_looked_at_and_decided_together() throws Exception {
        int first = site.row.incrementAndGet();
        int second = site.row.incrementAndGet();
        var one = site.held("DELETE FROM item WHERE id = " + first, "the <i>first</i>");
        var other = site.held("DELETE FROM item WHERE id = " + second, "");
        assertThat(bob.get("/approvals").body()).contains("name=\"pick\"", "value=\"" + one + "\"");
        var page = "/approvals/batch?pick=" + one + "&pick=" + other;
        assertThat(bob.get(page).body())
                .contains("WHERE id = " + first, "WHERE id = " + second, "&lt;i&gt;first", "value=\"" + one + ":0\"");
        assertThat(state(one)).isEqualTo("pending");
        var unticked =
                bob.post(page, "/approvals/batch", "seen", one + ":0", "seen", other + ":0", "decision", "approve");
        assertThat(unticked.statusCode()).isEqualTo(422);
        assertThat(state(one)).isEqualTo("pending");
        // One of them was changed since.
        site.rest(
                "/v1/approvals/" + other + "/edit",
                site.ann,
                Map.of("round", 0, "arguments", Map.of("sql", "DELETE FROM item WHERE id = " + second)));
        var stale = decide(page, one + ":0", other + ":0");
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(state(one)).isEqualTo("pending");
        assertThat(stale.body()).contains("has moved since you looked", "value=\"" + other + ":1\"");
        var decided = decide(page, one + ":0", other + ":1");
        assertThat(decided.statusCode()).isEqualTo(303);
        assertThat(site.ended(one)).isEqualTo("done");
        assertThat(site.ended(other)).isEqualTo("done");
        assertThat(site.value(first) + site.value(second)).isEmpty();
        assertThat(site.votes(one).get(0).path("lookedAt").isNull()).isFalse();
    }

    @Test
    void a_batch_that_makes_no_sense_decides_nothing() throws Exception {
        var id = site.held();
        assertThat(bob.get("/approvals/batch").statusCode()).isEqualTo(400);
        assertThat(bob.get("/approvals/batch?pick=apr_0").statusCode()).isEqualTo(404);
        var page = "/approvals/batch?pick=" + id;
        for (var wrong : List.of(id, id + ":x", "apr_<script>:0", id + ":99999999999")) {
            assertThat(decide(page, wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(bob.post(page, "/approvals/batch", "decision", "approve").statusCode())
                .isEqualTo(400);
        assertThat(decide(page, id + ":0", "apr_0:0").statusCode()).isEqualTo(404);
        assertThat(state(id)).isEqualTo("pending");
    }

    @Test
    void breaking_the_glass_takes_its_permission_a_tick_and_a_reason_and_opens_an_incident() throws Exception {
        int row = site.row.incrementAndGet();
        var id = site.held("DELETE FROM item WHERE id = " + row, "");
        var path = "/approvals/" + id + "/break-glass";
        assertThat(bob.get("/approvals/" + id).body()).doesNotContain("Break the");
        assertThat(bob.post(path, path, "round", "0", "alone", "yes", "reason", "r")
                        .statusCode())
                .isEqualTo(403);
        assertThat(fire.get("/approvals/" + id).body()).contains("href=\"" + path + "\"");
        assertThat(fire.get(path).body()).contains("opens an incident", "public.item: 1 row removed");
        assertThat(fire.post(path, path, "round", "0", "reason", "site is down").statusCode())
                .isEqualTo(400);
        assertThat(fire.post(path, path, "round", "0", "alone", "yes", "reason", " ")
                        .statusCode())
                .isEqualTo(422);
        assertThat(fire.post(path, path, "round", "3", "alone", "yes", "reason", "r")
                        .statusCode())
                .isEqualTo(409);
        assertThat(state(id)).isEqualTo("pending");
        var broken = fire.post(path, path, "round", "0", "alone", "yes", "reason", "site is down");
        assertThat(broken.statusCode()).isEqualTo(303);
        assertThat(site.ended(id)).isEqualTo("done");
        assertThat(site.value(row)).isEmpty();
        var incident = site.read("/v1/incidents?open=true").path("items").get(0);
        assertThat(incident.path("of").asString()).isEqualTo(id);
        assertThat(incident.path("owner").asString()).isEqualTo("fire");
        assertThat(site.acts())
                .containsPattern("\"decision\":\"break_glass\"[^}]*\"incident\":\""
                        + incident.path("id").asString());
        assertThat(fire.get("/approvals/" + id).body()).contains("broke the glass", "“site is down”");
    }

    @Test
    void time_that_was_stopped_does_not_count_where_the_time_to_decide_is_shown() throws Exception {
        var id = site.held();
        var before = site.read("/v1/approvals/" + id).path("approval");
        var stop = site.rest("/v1/stops", site.ann, Map.of("scope", "target", "name", "shop", "reason", "a look"))
                .path("stop")
                .path("id")
                .asString();
        assertThat(bob.get("/approvals/" + id).body()).contains("its clock stands still");
        assertThat(bob.get("/approvals").body()).contains("its clock stands still");
        assertThat(site.read("/v1/approvals/" + id)
                        .path("approval")
                        .path("clocksStandStill")
                        .asBoolean())
                .isTrue();
        site.rest("/v1/stops/" + stop + "/release", site.ann, Map.of("reason", "looked"));
        // Nodes hear of a release a moment later.
        var deadline = System.nanoTime() + 30_000_000_000L;
        var after = site.read("/v1/approvals/" + id).path("approval");
        while (after.path("clocksStandStill").asBoolean() && System.nanoTime() < deadline) {
            after = site.read("/v1/approvals/" + id).path("approval");
        }
        assertThat(after.path("clocksStandStill").asBoolean()).isFalse();
        assertThat(Instant.parse(after.path("decideBy").asString()))
                .isAfter(Instant.parse(before.path("decideBy").asString()));
        var listed = site.read("/v1/approvals?limit=1").path("items").get(0);
        assertThat(listed.path("decideBy").asString())
                .isEqualTo(after.path("decideBy").asString());
    }

    private static String sql(int row) {
        return "{\"sql\": \"DELETE FROM item WHERE id = " + row + "\"}";
    }

    private static HttpResponse<String> decide(String page, String... seen) throws Exception {
        var fields = new ArrayList<>(List.of("decision", "approve", "confirmed", TICK));
        for (var one : seen) {
            fields.add("seen");
            fields.add(one);
        }
        return bob.post(page, "/approvals/batch", fields.toArray(String[]::new));
    }

    private static void approve(String id, String round) throws Exception {
        var path = "/approvals/" + id;
        assertThat(bob.post(path, path, "decision", "approve", "round", round, "confirmed", TICK)
                        .statusCode())
                .isEqualTo(303);
    }

    private static String state(String id) throws Exception {
        return site.state(id);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
