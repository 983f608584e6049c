package dev.astern.describe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {
    private static Described describe(String text) {
        return OpenApi.describe(text, Set.of());
    }

    private static Described.Drafted drafted(String text) {
        var described = describe(text);
        assertThat(described).isInstanceOf(Described.Drafted.class);
        return (Described.Drafted) described;
    }

    private static String desk() throws IOException {
        try (var stream = OpenApiTest.class.getResourceAsStream("desk.yaml")) {
            return new String(java.util.Objects.requireNonNull(stream).readAllBytes(), UTF_8);
        }
    }

    @Test
    void a_document_becomes_a_description_that_marks_what_was_guessed() throws IOException {
        var drafted = drafted(desk());
        assertThat(drafted.yaml()).isEqualTo("""
                # A start, drafted from the OpenAPI document of Acme Desk API 4.2.
                # Go through it, above all where it says check, and try it on a system that may be broken.
                # The document names the url https://desk.example.com/api
                system: acme_desk_api  # check: by the document's title; one that the recovery library knows?
                tested: not tested
                auth: {scheme: header, header: X-Desk-Key}
                idempotency_header: Idempotency-Key
                resources:
                  tickets:
                    key: id  # check: the path calls it ticketId
                    read: GET /tickets/{id}
                    list: GET /tickets
                    items: tickets
                    paging: {style: page, parameter: page, size_parameter: per_page}  # check: by the parameter's name
                    create: POST /tickets
                    update: PATCH /tickets/{id}
                    delete: DELETE /tickets/{id}
                    request_envelope: ticket  # check: the only member of a request
                    # check: objects among the fields are put back as a whole; see nested
                    fields: [subject, status, parent]
                    # check: not read back, so not captured and not offered: secret_note
                    # check: taken for the system's own, so not offered: created_at
                    answer_envelope: ticket  # check: the only object with a key in the answer
                    version: {header: ETag, condition: If-Match}
                  orders:
                    key: orderNumber
                    read: GET /orders/{orderNumber}.json
                    update: PUT /orders/{orderNumber}.json
                    whole_update: true  # check: what is not in fields may be lost by a PUT; false where it changes in part
                    recreate: PUT /orders/{orderNumber}.json  # check: its PUT makes what is not there
                    fields: [total]
                # left out: /orgs/{org}/users/{user}: its path has more than one hole
                # left out: /write-only/{id}: one can't be read, so its state before a change can't be captured
                # left out: POST /tickets/{ticketId}/close: say under operations what it changes
                """);
        assertThat(drafted.resources()).containsExactly("tickets", "orders");
        assertThat(drafted.url()).isEqualTo("https://desk.example.com/api");
        assertThat(drafted.checks()).isEqualTo(10);
        assertThat(OpenApi.describe(desk(), Set.of("orders")))
                .isInstanceOfSatisfying(
                        Described.Drafted.class,
                        one -> assertThat(one.resources()).containsExactly("orders"));
    }

    private static String document(String paths, String components) {
        return """
                {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {%s}, "components": {%s}}""".formatted(paths, components);
    }

    private static String thing(String schema) {
        return """
                "/things/{id}": {"get": {"responses": {"200": {"content": {"application/json": {"schema": %s}}}}},
                                 "patch": {"requestBody": {"content": {"application/json": {"schema": %s}}}}}""".formatted(schema, schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"$ref\": \"#/components/schemas/A\"}| its references go round in a circle",
                "{\"$ref\": \"#/components/schemas/C\"}| its schemas hold themselves",
                "{\"$ref\": \"http://169.254.169.254/latest\"}| it refers outside the document, which is never fetched",
                "{\"$ref\": \"other.yaml#/X\"}| it refers outside the document",
                "{\"$ref\": \"file:///etc/passwd\"}| it refers outside the document",
                "{\"$ref\": \"#/components/schemas/None\"}| it refers to what is not there",
                "{\"$ref\": \"#/components/%zz\"}| it has a reference that can't be read"
            })
    void references_that_lead_nowhere_leave_their_resource_out(String schema, String why) {
        var components = """
                "schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"},
                            "C": {"allOf": [{"$ref": "#/components/schemas/C"}]}}""";
        var good = thing("{\"properties\": {\"id\": {}, \"name\": {}}}").replace("/things/", "/others/");
        var drafted = drafted(document(thing(schema) + "," + good, components));
        assertThat(drafted.resources()).containsExactly("others");
        assertThat(drafted.leftOut()).singleElement().asString().startsWith("/things/{id}: " + why.strip());
        assertThat(describe(document(thing(schema), components)))
                .isInstanceOfSatisfying(Described.Refused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo("nothing_found");
                    assertThat(refused.detail()).contains(why.strip());
                });
    }

    @Test
    void a_small_document_that_unfolds_without_end_is_refused_in_time() {
        var schemas = new StringBuilder("\"schemas\": {");
        for (int i = 0; i < 15; i++) {
            var next = "{\"$ref\": \"#/components/schemas/S" + (i + 1) + "\"}";
            schemas.append(
                    "\"S" + i + "\": {\"allOf\": [" + String.join(",", java.util.Collections.nCopies(9, next)) + "]},");
        }
        var text = document(thing("{\"$ref\": \"#/components/schemas/S0\"}"), schemas + "\"S15\": {}}");
        var described = Assertions.assertTimeout(Duration.ofSeconds(20), () -> describe(text));
        assertThat(described).hasFieldOrPropertyWithValue("reason", "too_large");
    }

    @Test
    void what_is_no_such_document_is_refused_with_why() {
        assertThat(describe("swagger: '2.0'\n")).hasFieldOrPropertyWithValue("reason", "not_openapi");
        assertThat(describe("openapi: 4.0.0\n")).hasFieldOrPropertyWithValue("reason", "not_openapi");
        assertThat(describe("")).hasFieldOrPropertyWithValue("reason", "not_openapi");
        assertThat(describe("[1]")).hasFieldOrPropertyWithValue("reason", "not_openapi");
        for (var bad : new String[] {
            "{\"openapi\": \"3.0.0\"",
            "{\"openapi\": \"3.0.0\", \"openapi\": \"3.0.0\"}",
            "{\"a\":".repeat(200) + "1" + "}".repeat(200),
            "openapi: 3.0.0\nopenapi: 3.0.0\n",
            "a: &x [*x]\n",
            "a: &x {b: 1}\nc: *x\n",
            "? [a]\n: b\n",
            "a: !!javax.script.ScriptEngineManager [x]\n- b\n",
            "[".repeat(200)
        }) {
            assertThat(describe(bad)).as(bad).hasFieldOrPropertyWithValue("reason", "unreadable");
        }
        assertThat(describe("x".repeat(17 * 1024 * 1024))).hasFieldOrPropertyWithValue("reason", "too_large");
        assertThat(describe(document("", ""))).hasFieldOrPropertyWithValue("reason", "nothing_found");
    }

    @Test
    void nothing_that_a_terminal_or_a_reader_would_act_on_comes_out() {
        var text = document(
                        thing("{\"properties\": {\"id\": {}, \"name\": {}, \"a: b # [c]\": {}, \"\\u001b[2J\": {},"
                                + " \"q\\\"\\\\\": {}, \"\\u202eevil\": {}}}"),
                        "")
                .replace("\"T\"", "\"T\\nresources: {x: 1}\\u001b[31m\\u202e\"")
                .replace("/things/{id}", "/thi ngs/{id}\": {\"get\": {}}, \"/things/{id}");
        var yaml = drafted(text).yaml();
        assertThat(yaml.chars().filter(c -> c < 0x20 && c != '\n')).isEmpty();
        assertThat(yaml)
                .doesNotContain("\u202e")
                .doesNotContain("\nresources: {x")
                .contains("fields: [name, \"a: b # [c]\", \"q\\\"\\\\\"]")
                .contains("# left out: /thi ngs/{id}: its path has characters");
    }

    @Test
    void a_resource_whose_writes_can_t_be_read_back_is_only_read() {
        var text = document("""
                "/t/{key}": {"get": {"responses": {"200": {"description": "no schema"}}},
                             "put": {"requestBody": {"content": {"application/json": {"schema":
                                 {"properties": {"secret": {}}}}}}}}""", "");
        assertThat(drafted(text).yaml())
                .contains("key: key  # check: no field")
                .contains("# check: nothing is known that is written and read back")
                .doesNotContain("update:")
                .doesNotContain("fields:");
    }

    @Test
    void cursors_forms_and_patches_are_seen() {
        var text = document("""
                "/c/{id}": {"get": {"responses": {"2XX": {"content": {"application/hal+json": {"schema":
                                {"properties": {"data": {"properties": {"id": {}, "n": {"type": "object"}}}}}}}}}},
                            "patch": {"requestBody": {"content": {"application/merge-patch+json": {"schema":
                                {"properties": {"n": {"type": ["object", "null"]}}}}}}}},
                "/c": {"get": {"parameters": [{"name": "cursor", "in": "query"}, {"name": "limit", "in": "query"}],
                               "responses": {"200": {"content": {"application/json": {"schema": {"properties":
                                   {"meta": {"type": "object", "properties": {"next_cursor": {"type": "string"}}},
                                    "data": {"type": "array", "items": {"type": "object"}}}}}}}}}},
                "/f/{id}": {"get": {"responses": {"200": {"content": {"*/*": {"schema":
                                {"properties": {"id": {}, "n": {}}}}}}}},
                            "post": {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema":
                                {"properties": {"n": {}}}}}}}}""", "");
        assertThat(drafted(text).yaml())
                .contains(
                        "paging: {style: cursor, parameter: cursor, size_parameter: limit, next: \"meta.next_cursor\"}")
                .contains("items: data\n")
                .contains("nested: true\n")
                .contains("answer_envelope: data")
                .contains("update: POST /f/{id}")
                .contains("encoding: form\n")
                .contains("auth: {scheme: none}  # check");
    }

    @Test
    void the_shortest_path_has_the_plain_name_and_each_has_one_of_its_own() {
        var get = "{\"get\": {\"responses\": {\"200\": {}}}}";
        var text = document(
                "\"/raw/cards/{id}\": " + get + ", \"/cards/{id}\": " + get + ", \"/v1/cards/{id}\": " + get
                        + ", \"/9/{id}\": " + get,
                "");
        assertThat(drafted(text).resources()).containsExactly("raw_cards", "cards", "cards_2", "things");
    }

    @Test
    void an_envelope_around_one_of_several_shapes_is_seen_and_so_are_headers_with_one_value() {
        var text = document("""
                "/c/{id}": {"parameters": [
                              {"name": "Accept", "in": "header", "required": true, "schema": {"default": "a/b;v=2"}},
                              {"name": "X-Kind", "in": "header", "required": true, "schema": {"enum": ["one"]}},
                              {"name": "X-Org", "in": "header", "required": true, "schema": {"type": "string"}},
                              {"name": "Host", "in": "header", "required": true, "schema": {"default": "evil"}}],
                            "get": {"responses": {"200": {"content": {"application/json": {"schema": {"properties": {"c":
                              {"oneOf": [{"properties": {"id": {}, "n": {}}}, {"properties": {"id": {}, "m": {}}},
                                         {"type": "null"}]}}}}}}}},
                            "patch": {"requestBody": {"content": {"application/json": {"schema":
                              {"properties": {"n": {}, "m": {}}}}}}}},
                "/c": {"put": {}}""", "");
        assertThat(drafted(text).yaml())
                .contains("headers: {Accept: \"a/b;v=2\", X-Kind: one}  # check: sent with every request")
                .contains("read: GET /c/{id}  # check: it needs X-Org\n")
                .contains("answer_envelope: c")
                .contains("fields: [n, m]")
                .contains("# check: the document has several shapes of it")
                .contains("# left out: PUT /c: say under operations")
                .doesNotContain("evil");
    }
}
