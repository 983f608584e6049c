package dev.astern.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Call;
import dev.astern.connector.Lent;
import dev.astern.connector.Performance;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Resolution;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.testkit.Laboratory.Trait;
import dev.astern.connector.testkit.MemoryKeeping;
import dev.astern.connector.testkit.TestExecution;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpInputTest {
    private static final Lent LENT = new Lent(new MemoryKeeping(), reference -> Secret.from(() -> "secret"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "",
                "a/../../admin",
                "a?x=1",
                "a#b",
                "//evil.example",
                "\r\nX-Evil: 1",
                "é\u202E",
                "%2e%2e",
                "a b",
                "\\..\\"
            })
    void whatever_a_key_holds_it_stays_one_segment_of_the_path(String key) {
        var filled = Template.parse("GET /cards/{id}").orElseThrow().fill(Map.of("id", key));
        filled.ifPresent(path -> {
            assertThat(path).matches("/cards/[A-Za-z0-9._~%-]+");
            assertThat(URI.create("https://api.example" + path).normalize().getRawPath())
                    .isEqualTo(path);
        });
        assertThat(Set.of("..", ".", "").contains(key)).isEqualTo(filled.isEmpty());
    }

    @Test
    void a_hostile_key_reaches_the_server_as_one_segment() {
        try (var lab = new HttpLaboratory(Trait.direct())) {
            var call = new Call("read_cards", Map.of("id", "../x?y=1\r\nX-Evil: 1"));
            var resolved = (Resolution.Resolved) lab.connector().resolve(call);
            lab.connector().perform(resolved.operation(), TestExecution.cleared("act_1"));
            assertThat(lab.server().log()).hasSize(1);
            assertThat(lab.server().log().getFirst())
                    .startsWith("GET /cards/..%2Fx%3Fy%3D1%0D%0AX-Evil%3A%201 ")
                    .doesNotContain("X-Evil: 1");
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var lab = new HttpLaboratory(Trait.direct())) {
            var resolved = (Resolution.Resolved) lab.connector().resolve(lab.read("redirect"));
            var performance = lab.connector().perform(resolved.operation(), TestExecution.cleared("act_1"));
            assertThat(performance).isInstanceOf(Performance.Failed.class);
            assertThat(((Performance.Failed) performance).problem().detail()).contains("302");
            assertThat(lab.server().log()).hasSize(1);
        }
    }

    @Test
    void the_secret_is_sent_and_never_said() {
        try (var lab = new HttpLaboratory(Trait.direct())) {
            lab.put("echo", Map.of("title", HttpLaboratory.SECRET, "note", ""));
            var operation = ((Resolution.Resolved) lab.connector().resolve(lab.read("echo"))).operation();
            var performance = lab.connector().perform(operation, TestExecution.cleared("act_1"));
            assertThat(lab.server().log().getFirst()).contains(HttpLaboratory.SECRET);
            assertThat(operation + " " + performance).doesNotContain(HttpLaboratory.SECRET);
            assertThat(((Performance.Committed) performance).output().toString())
                    .contains("***");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::1]/", "http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/"})
    void an_address_near_the_gateway_may_be_called_only_where_it_was_named(String url) {
        var guard = new AddressGuard(Set.of());
        assertThat(guard.objection(URI.create(url)).orElseThrow().reason()).isEqualTo(Reason.ADDRESS_REFUSED);
        var host = URI.create(url).getHost();
        assertThat(new AddressGuard(Set.of(host)).objection(URI.create(url))).isEmpty();
    }

    @Test
    void only_what_the_description_names_can_be_written() {
        try (var lab = new HttpLaboratory(Trait.direct())) {
            for (var call : List.of(
                    new Call("update_cards", Map.of("id", "a", "fields", Map.of("owner", "me"))),
                    new Call("update_cards", Map.of("id", "a", "fields", Map.of())),
                    new Call("update_cards", Map.of("id", "a")),
                    new Call("update_cards", Map.of("id", "a", "fields", Map.of("title", "x"), "force", true)),
                    new Call("create_cards", Map.of("fields", "title")),
                    new Call("list_nothing", Map.of()))) {
                assertThat(lab.connector().resolve(call)).isInstanceOf(Resolution.Refused.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "system: x",
                "system: x\nresources: {}\nnonsense: 1",
                "system: x\nsystem: y\nresources: {}",
                "system: x\nresources: {cards: {key: id, read: GET /cards}}",
                "system: x\nresources: {cards: {key: id, read: FETCH /cards/{id}}}",
                "system: x\nresources: {cards: {key: id, read: GET //evil/{id}}}",
                "system: x\nresources: {cards: {key: id, read: GET /../{id}}}",
                "system: x\nresources: {cards: {key: id, read: GET http://evil/{id}}}",
                "system: x\nheaders: {\"X-A\": \"a\\r\\nb\"}\nresources: {}",
                "system: x\nauth: {scheme: magic}\nresources: {}",
                "system: &a x\nresources: *a",
                "system: x\nresources: {cards: {key: id, read: 'GET /c/{id}', encoding: text}}"
            })
    void a_description_that_can_t_be_used_is_refused_with_its_place(String text) {
        var file = HttpLaboratory.description(text).toString();
        var config = new TargetConfig(
                "x", "https://api.example", "u", Secret.from(() -> "secret"), Map.of("description", file));
        assertThatThrownBy(() -> new HttpProvider().open(config, LENT))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().reason()).isEqualTo(Reason.BAD_REQUEST);
                    assertThat(e.problem().detail()).containsAnyOf("line ", "missing", "empty");
                });
    }

    @Test
    void every_description_that_comes_with_it_can_be_read() {
        assertThat(Descriptions.names()).isNotEmpty();
        for (var name : Descriptions.names()) {
            var description = DescriptionReader.read(Descriptions.text(name).orElseThrow());
            assertThat(description.tested()).as(name).isNotBlank();
            assertThat(description.resources()).as(name).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "https://user@x", "https://x?y", "not a url", "https:///x"})
    void a_url_that_is_no_base_is_refused(String url) {
        var config = new TargetConfig("x", url, "u", Secret.from(() -> "secret"), Map.of("description", "redmine"));
        assertThatThrownBy(() -> new HttpProvider().open(config, LENT)).isInstanceOf(ProblemException.class);
    }
}
