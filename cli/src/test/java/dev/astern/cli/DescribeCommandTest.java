package dev.astern.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_OUT)
class DescribeCommandTest {
    private static final String DOCUMENT = """
            openapi: 3.1.0
            info: {title: Cards, version: "1"}
            servers: [{url: "https://cards.example.com"}]
            paths:
              /cards/{id}:
                get: {responses: {"200": {content: {application/json: {schema: {properties: {id: {}, title: {}}}}}}}}
                patch: {requestBody: {content: {application/json: {schema: {properties: {title: {}}}}}}}
            """;

    @TempDir
    private Path folder = Path.of("");

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... args) {
        var out = System.out;
        var err = System.err;
        var printed = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, UTF_8));
            System.setErr(new PrintStream(complained, true, UTF_8));
            int code = Main.run(args);
            return new Ran(code, printed.toString(UTF_8), complained.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("openapi.yaml"), text).toString();
    }

    @Test
    void the_draft_goes_to_a_file_and_what_to_do_next_is_said() throws IOException {
        var out = folder.resolve("cards.yaml");
        var ran = run("describe", "openapi", file(DOCUMENT), "--out", out.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("drafted cards", "--url https://cards.example.com", "description=" + out);
        assertThat(Files.readString(out)).contains("update: PATCH /cards/{id}");
        var again = run("describe", "openapi", file(DOCUMENT), "--out", out.toString());
        assertThat(again.code()).isEqualTo(Main.USAGE);
        assertThat(again.err()).contains("--force");
        assertThat(run("describe", "openapi", file(DOCUMENT), "--base-url", "http://10.0.0.1/x")
                        .err())
                .contains("--url http://10.0.0.1/x");
    }

    @Test
    void what_can_t_be_described_is_refused_without_a_trace_of_its_escapes() throws IOException {
        var ran = run("describe", "openapi", file("{\"openapi\": \"\\u001b[2J9\"}"));
        assertThat(ran.code()).isEqualTo(Main.REFUSED);
        assertThat(ran.err()).startsWith("astern: not_openapi: ").doesNotContain("\u001b");
        assertThat(ran.out()).isEmpty();
        assertThat(run("describe", "openapi", file(DOCUMENT), "--resource", "boards")
                        .code())
                .isEqualTo(Main.REFUSED);
        assertThat(run("describe", "openapi", folder.resolve("none").toString()).code())
                .isEqualTo(Main.USAGE);
    }
}
