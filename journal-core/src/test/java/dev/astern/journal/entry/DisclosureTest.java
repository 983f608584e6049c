package dev.astern.journal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Base64Url;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisclosureTest {
    private byte salt;

    @Test
    void rfc_9901s_example_is_read_in_our_form() {
        // Section 4.2.3. Its JSON has spaces, as any may; the digest is over the text alone.
        var text = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";
        assertThat(Base64Url.encode(Hash.sha256(text.getBytes(US_ASCII)).toArray()))
                .isEqualTo("X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0");
        assertThat(Disclosure.parse(text)).isEqualTo(Parsed.malformed(Flaw.DISCLOSURE));
        var ours = Base64Url.encode("[\"_26bc4LT-ac6q2KI6cBW5es\",\"family_name\",\"Möbius\"]".getBytes(UTF_8));
        assertThat(Disclosure.parse(ours))
                .isInstanceOfSatisfying(
                        Parsed.Read.class,
                        read -> assertThat(((Disclosure) read.value()).value()).isEqualTo("Möbius"));
    }

    @Test
    void what_is_written_is_read_again() {
        var field = field("command", Arrays.asList("DELETE", 1L, null));
        var element = element(Map.of("a", "b"));
        for (var disclosure : List.of(field, element)) {
            assertThat(Disclosure.parse(disclosure.text())).isInstanceOfSatisfying(Parsed.Read.class, read -> {
                var same = (Disclosure) read.value();
                assertThat(same).isEqualTo(disclosure);
                assertThat(same.name()).isEqualTo(disclosure.name());
                assertThat(same.value()).isEqualTo(disclosure.value());
                assertThat(same.digest()).isEqualTo(disclosure.digest());
            });
        }
        assertThat(field.name()).contains("command");
        assertThat(element.name()).isEqualTo(Optional.empty());
        assertThat(field.toString()).doesNotContain("DELETE");
    }

    @Test
    void malformed_ones_say_why() {
        var salt = "AAAAAAAAAAAAAAAAAAAAAA";
        assertFlaw(Flaw.DISCLOSURE, "{}");
        assertFlaw(Flaw.DISCLOSURE, "[]");
        assertFlaw(Flaw.DISCLOSURE, "[\"" + salt + "\"]");
        assertFlaw(Flaw.DISCLOSURE, "[\"" + salt + "\",\"a\",1,2]");
        assertFlaw(Flaw.DISCLOSURE, "[\"" + salt + "\", \"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_SALT, "[\"" + salt.substring(2) + "\",\"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_SALT, "[\"" + salt.substring(1) + "B\",\"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_SALT, "[\"" + salt + "==\",\"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_SALT, "[\"" + "A".repeat(90) + "\",\"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_SALT, "[1,\"a\",1]");
        assertFlaw(Flaw.DISCLOSURE_NAME, "[\"" + salt + "\",1,1]");
        assertFlaw(Flaw.DISCLOSURE_NAME, "[\"" + salt + "\",\"_sd\",1]");
        assertFlaw(Flaw.DISCLOSURE_NAME, "[\"" + salt + "\",\"_sd_alg\",1]");
        assertFlaw(Flaw.DISCLOSURE_NAME, "[\"" + salt + "\",\"...\",1]");
        assertFlaw(Flaw.ENTRY_DIGESTS, "[\"" + salt + "\",\"a\",{\"_sd\":[]}]");
        assertFlaw(Flaw.ENTRY_DIGESTS, "[\"" + salt + "\",\"a\",[{\"...\":1}]]");
        for (var text : List.of(
                "", "=", "a", "WyJ=", field("a", 1).text() + "=", field("a", 1).text() + " ")) {
            assertThat(Disclosure.parse(text)).as(text).isEqualTo(Parsed.malformed(Flaw.DISCLOSURE));
        }
        assertThatThrownBy(() -> Disclosure.field(new byte[15], "a", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> field("_sd", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fields_and_elements_come_to_their_places_at_any_depth() {
        var cell = element("Ada");
        var hidden = element("Grace");
        var output = field("output", Map.of("rows", List.of(place(cell), place(hidden), "plain")));
        var reviewer = field("reviewer", "opr_1");
        var command = field("command", "DELETE");
        Map<String, @Nullable Object> body = Map.of(
                "_sd",
                Disclosure.digests(List.of(output, command)),
                "approval",
                Map.of("required", true, "_sd", Disclosure.digests(List.of(reviewer))));
        assertThat(Disclosing.of(body, List.of(reviewer, cell, output)))
                .isEqualTo(Parsed.read(new Disclosed(
                        Map.of(
                                "approval", Map.of("required", true, "reviewer", "opr_1"),
                                "output", Map.of("rows", List.of("Ada", place(hidden), "plain"))),
                        2)));
        assertThat(Disclosing.of(body, List.of()))
                .isEqualTo(Parsed.read(new Disclosed(Map.of("approval", Map.of("required", true)), 3)));
        // An element of a list that was itself not disclosed belongs to nothing that is there.
        assertThat(Disclosing.of(body, List.of(cell))).isEqualTo(Parsed.malformed(Flaw.DISCLOSURE_FOREIGN));
    }

    @Test
    void each_belongs_to_one_digest() {
        var command = field("command", "DELETE");
        Map<String, @Nullable Object> body = Map.of("_sd", List.of(command.digest()));
        assertDisclosing(Flaw.DISCLOSURE_FOREIGN, body, command, field("command", "DELETE"));
        assertDisclosing(Flaw.DISCLOSURE_FOREIGN, body, command, command);
        assertDisclosing(Flaw.DISCLOSURE_FOREIGN, Map.of(), command);
        var twice = new LinkedHashMap<>(body);
        twice.put("more", body);
        assertDisclosing(Flaw.ENTRY_DIGESTS, twice, command);
    }

    @Test
    void a_field_is_no_element_and_takes_no_others_place() {
        var field = field("command", "DELETE");
        var element = element("DELETE");
        assertDisclosing(Flaw.DISCLOSURE_KIND, Map.of("_sd", List.of(element.digest())), element);
        assertDisclosing(Flaw.DISCLOSURE_KIND, Map.of("list", List.of(place(field))), field);
        assertDisclosing(Flaw.DISCLOSURE_TAKEN, Map.of("command", 1, "_sd", List.of(field.digest())), field);
        var type = field("type", "result");
        assertDisclosing(Flaw.DISCLOSURE_TAKEN, Map.of("_sd", List.of(type.digest())), type);
        var second = field("command", "SELECT");
        assertDisclosing(
                Flaw.DISCLOSURE_TAKEN, Map.of("_sd", Disclosure.digests(List.of(field, second))), field, second);
    }

    @Test
    void disclosures_within_disclosures_end() {
        var disclosures = new ArrayList<Disclosure>();
        disclosures.add(element("deep"));
        for (int i = 0; i < 10_000; i++) {
            disclosures.add(element(List.of(place(disclosures.getLast()))));
        }
        assertThat(Disclosing.of(Map.of("list", List.of(place(disclosures.getLast()))), disclosures))
                .isEqualTo(Parsed.malformed(Flaw.JSON_DEPTH));
    }

    private static Map<String, Object> place(Disclosure disclosure) {
        return Map.of("...", disclosure.digest());
    }

    private Disclosure field(String name, @Nullable Object value) {
        return Disclosure.field(salt(), name, value);
    }

    private Disclosure element(@Nullable Object value) {
        return Disclosure.element(salt(), value);
    }

    private byte[] salt() {
        var bytes = new byte[16];
        bytes[0] = salt++;
        return bytes;
    }

    private static void assertDisclosing(Flaw flaw, Map<String, @Nullable Object> body, Disclosure... disclosures) {
        assertThat(Disclosing.of(body, List.of(disclosures))).isEqualTo(Parsed.malformed(flaw));
    }

    private static void assertFlaw(Flaw flaw, String json) {
        assertThat(Disclosure.parse(Base64Url.encode(json.getBytes(UTF_8))))
                .as(json)
                .isEqualTo(Parsed.malformed(flaw));
    }
}
