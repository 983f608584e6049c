package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People sign in at the pages and decide there, over real HTTP. */
class PageTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TICK = PageSite.TICK;

    @TempDir
    private static Path data;

    private static PageSite site;
    private static Browser bob;
    private static String beforeAnything;

    @BeforeAll
    static void start() throws Exception {
        site = new PageSite(data);
        bob = new Browser(site.url);
        bob.signIn(site.operator("bob", "journal.read", "action.approve"));
        beforeAnything = bob.get("/approvals").body();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void a_wrong_token_opens_nothing_and_a_right_one_a_cookie_that_no_script_reads() throws Exception {
        var browser = new Browser(site.url);
        for (var wrong : List.of("", "aso_wrong", site.agent)) {
            var refused = browser.signIn(wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("Nothing was opened");
            assertThat(browser.cookieNames()).doesNotContain("astern");
        }
        var opened = browser.signIn(" " + site.ann + "\n");
        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(location(opened)).isEqualTo("/approvals");
        var cookie = opened.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("astern="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie)
                .contains("HttpOnly", "SameSite=Strict", "Max-Age=28800")
                .doesNotContain(site.ann);
        assertThat(browser.get("/approvals").statusCode()).isEqualTo(200);
        assertThat(site.acts())
                .as("kept before and after, without what opens")
                .containsSubsequence("\"act\":\"POST /login\"", "\"attempted\"", "\"act\":\"POST /login\"", "\"ended\"")
                .doesNotContain(site.ann);
    }

    @Test
    void who_is_not_signed_in_is_sent_to_sign_in_and_back_to_nowhere_but_here() throws Exception {
        var id = site.held();
        var browser = new Browser(site.url);
        assertThat(location(browser.get("/approvals"))).isEqualTo("/login");
        var sent = browser.get("/approvals/" + id);
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(location(sent)).isEqualTo("/login?to=" + id);
        assertThat(location(browser.post("/login?to=" + id, "/login", "token", site.ann, "to", id)))
                .isEqualTo("/approvals/" + id);
        for (var elsewhere : List.of("//evil.example", "https://evil.example", "../v1", "apr_x/../..")) {
            var again = new Browser(site.url);
            assertThat(location(again.post("/login", "/login", "token", site.ann, "to", elsewhere)))
                    .isEqualTo("/approvals");
        }
        var bearer = HTTP.send(
                HttpRequest.newBuilder(site.url.resolve("/approvals/" + id))
                        .header("Authorization", "Bearer " + site.ann)
                        .build(),
                BodyHandlers.ofString());
        assertThat(bearer.statusCode()).isEqualTo(303);
    }

    @Test
    void a_form_that_is_not_ours_decides_nothing() throws Exception {
        var id = site.held();
        for (var token : List.of("", "guessed")) {
            var refused = bob.postBare(
                    "/approvals/" + id, "decision", "approve", "round", "0", "confirmed", TICK, "_csrf", token);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("nothing was decided");
        }
        assertThat(new Browser(site.url).postBare("/login", "token", site.ann).statusCode())
                .isEqualTo(403);
        assertThat(site.state(id)).isEqualTo("pending");
    }

    @Test
    void looking_never_decides() throws Exception {
        var id = site.held();
        var looked = bob.get("/approvals/" + id + "?decision=approve&round=0&confirmed=" + TICK);
        assertThat(looked.statusCode()).isEqualTo(200);
        assertThat(site.state(id)).isEqualTo("pending");
        assertThat(site.votes(id)).isEmpty();
    }

    @Test
    void the_card_asks_its_four_questions_in_order_and_what_is_approved_runs() throws Exception {
        int row = site.row.incrementAndGet();
        var id = site.held("DELETE FROM item WHERE id = " + row, "they asked for it");
        var card = bob.get("/approvals/" + id).body();
        assertThat(card)
                .containsSubsequence(
                        "What changes",
                        "public.item: 1 row removed",
                        "value " + row,
                        "not there",
                        "DELETE FROM item WHERE id = " + row,
                        "Why",
                        "they asked for it",
                        "destructive",
                        "Risk ",
                        "If it is wrong",
                        "Who decides, by when",
                        "0 of 1 needed have agreed");
        var approved = bob.post(
                "/approvals/" + id,
                "/approvals/" + id,
                "decision",
                "approve",
                "round",
                "0",
                "confirmed",
                TICK,
                "reason",
                "fine");
        assertThat(approved.statusCode()).isEqualTo(303);
        assertThat(location(approved)).isEqualTo("/approvals/" + id);
        assertThat(site.ended(id)).isEqualTo("done");
        assertThat(site.value(row)).isEmpty();
        assertThat(bob.get("/approvals/" + id).body()).contains("“fine”").doesNotContain("Send the decision");
        assertThat(site.votes(id).get(0).path("lookedAt").isNull()).isFalse();
        assertThat(site.acts()).contains("\"act\":\"POST /approvals/{id}\"");
    }

    @Test
    void what_is_missing_is_said_on_the_page_and_nothing_happens() throws Exception {
        var id = site.held();
        var path = "/approvals/" + id;
        var unticked = bob.post(path, path, "decision", "approve", "round", "0", "reason", "kept words");
        assertThat(unticked.statusCode()).isEqualTo(422);
        assertThat(unticked.body()).contains("rollback_confirmed", "kept words", "Say what the request asks");
        var silent = bob.post(path, path, "decision", "deny", "round", "0");
        assertThat(silent.statusCode()).isEqualTo(422);
        assertThat(silent.body()).contains("say why");
        assertThat(bob.post(path, path, "round", "0").statusCode()).isEqualTo(400);
        assertThat(bob.post(path, path, "decision", "deny", "reason", "r").statusCode())
                .isEqualTo(400);
        assertThat(bob.post(path, path, "decision", "deny", "reason", "r", "round", "x")
                        .statusCode())
                .isEqualTo(400);
        assertThat(bob.get("/approvals/apr_0").statusCode()).isEqualTo(404);
        assertThat(site.state(id)).isEqualTo("pending");
    }

    @Test
    void one_no_ends_it() throws Exception {
        int row = site.row.incrementAndGet();
        var id = site.held("DELETE FROM item WHERE id = " + row, "");
        var path = "/approvals/" + id;
        assertThat(bob.post(path, path, "decision", "deny", "round", "0", "reason", "not this one")
                        .statusCode())
                .isEqualTo(303);
        assertThat(site.state(id)).isEqualTo("denied");
        assertThat(site.value(row)).isEqualTo("value " + row);
        var again = bob.post("/approvals", path, "decision", "approve", "round", "0", "confirmed", TICK);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("is denied");
    }

    @Test
    void a_decision_about_what_has_moved_since_does_not_count() throws Exception {
        var id = site.held();
        int other = site.row.incrementAndGet();
        site.rest(
                "/v1/approvals/" + id + "/edit",
                site.ann,
                Map.of(
                        "round",
                        0,
                        "arguments",
                        Map.of("sql", "DELETE FROM item WHERE id = " + other),
                        "reason",
                        "that one"));
        var path = "/approvals/" + id;
        var stale = bob.post(path, path, "decision", "approve", "round", "0", "confirmed", TICK);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body())
                .contains("has moved since you looked", "DELETE FROM item WHERE id = " + other, "value=\"1\"");
        assertThat(site.state(id)).isEqualTo("pending");
        assertThat(site.value(other)).isEqualTo("value " + other);
    }

    @Test
    void what_an_agent_writes_is_text_and_nothing_else() throws Exception {
        var id = site.held(
                "DELETE FROM item /* <img src=x> \u202E */ WHERE id = " + site.row.incrementAndGet(),
                "<script>alert(1)</script>\u202E${7*7}[[${7*7}]]");
        for (var page : List.of("/approvals", "/approvals/" + id)) {
            var body = bob.get(page).body();
            assertThat(body).doesNotContain("<script").doesNotContain("<img").doesNotContain("\u202E");
        }
        assertThat(bob.get("/approvals/" + id).body())
                .contains(
                        "&lt;script&gt;alert(1)&lt;/script&gt;⟨U+202E⟩${7*7}[[${7*7}]]", "&lt;img src=x&gt; ⟨U+202E⟩");
        var path = "/approvals/" + id;
        assertThat(bob.post(path, path, "decision", "deny", "round", "9", "reason", "\"></textarea><script>")
                        .body())
                .doesNotContain("<script");
    }

    @Test
    void who_is_revoked_or_has_another_token_or_signed_out_is_out() throws Exception {
        var revoked = new Browser(site.url);
        revoked.signIn(site.operator("eve", "journal.read", "action.approve"));
        var renewed = new Browser(site.url);
        renewed.signIn(site.operator("fay", "journal.read"));
        var left = new Browser(site.url);
        left.signIn(site.ann);
        for (var browser : List.of(revoked, renewed, left)) {
            assertThat(browser.get("/approvals").statusCode()).isEqualTo(200);
        }
        site.rest("/v1/operators/eve/revoke", site.ann, Map.of());
        site.rest("/v1/operators/fay/rotate", site.ann, Map.of());
        assertThat(location(left.post("/approvals", "/logout"))).isEqualTo("/login");
        assertThat(left.cookieNames()).doesNotContain("astern");
        for (var browser : List.of(revoked, renewed, left)) {
            assertThat(location(browser.get("/approvals"))).isEqualTo("/login");
        }
    }

    @Test
    void a_cookie_that_was_signed_out_is_worth_nothing_to_who_kept_it() throws Exception {
        var browser = new Browser(site.url);
        var cookie = browser.signIn(site.ann).headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("astern="))
                .map(value -> value.substring(0, value.indexOf(';')))
                .findFirst()
                .orElseThrow();
        assertThat(kept(cookie)).isEqualTo(200);
        browser.post("/approvals", "/logout");
        assertThat(kept(cookie)).isEqualTo(303);
    }

    private static int kept(String cookie) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(site.url.resolve("/approvals"))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void permissions_hold_on_pages_too() throws Exception {
        var id = site.held();
        var path = "/approvals/" + id;
        var reader = new Browser(site.url);
        reader.signIn(site.operator("rita", "journal.read"));
        assertThat(reader.get(path).body()).contains("You may look, not decide").doesNotContain("Send the decision");
        assertThat(reader.post(path, path, "decision", "approve", "round", "0", "confirmed", TICK)
                        .statusCode())
                .isEqualTo(403);
        var blind = new Browser(site.url);
        blind.signIn(site.operator("ben", "action.approve"));
        assertThat(blind.get(path).statusCode()).isEqualTo(403);
        var owner = new Browser(site.url);
        owner.signIn(site.ann);
        var own = owner.post(path, path, "decision", "approve", "round", "0", "confirmed", TICK);
        assertThat(own.statusCode()).isEqualTo(403);
        assertThat(own.body()).contains("you started this agent&#39;s session", "Somebody else has to decide");
        assertThat(site.state(id)).isEqualTo("pending");
    }

    @Test
    void pages_are_kept_nowhere_framed_nowhere_and_run_nothing() throws Exception {
        for (var page : List.of("/login", "/approvals")) {
            var headers = bob.get(page).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'self'", "script-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("Cache-Control").orElse("")).contains("no-store");
            assertThat(headers.firstValue("Content-Type").orElse("")).isEqualTo("text/html;charset=UTF-8");
        }
        assertThat(bob.get("/astern.css").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/css");
    }

    @Test
    void the_list_says_what_it_is_for_and_older_requests_are_on_further_pages() throws Exception {
        assertThat(beforeAnything).contains("Nothing waits.", "people approve or reject it");
        for (int i = 0; i < 26; i++) {
            site.held();
        }
        var listed = new HashSet<String>();
        var link = Pattern.compile("href=\"/approvals/(apr_[0-9a-z]+)\"");
        var older = Pattern.compile("href=\"(/approvals\\?from=[^\"]+)\"");
        for (@Nullable String page = "/approvals"; page != null; ) {
            var body = bob.get(page).body();
            var links = link.matcher(body);
            while (links.find()) {
                listed.add(links.group(1));
            }
            var next = older.matcher(body);
            page = next.find() ? next.group(1) : null;
        }
        var open = new HashSet<String>();
        site.read("/v1/approvals?limit=1000")
                .path("items")
                .forEach(item -> open.add(item.path("id").asString()));
        assertThat(listed).hasSizeGreaterThan(25).isEqualTo(open);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
