package dev.astern.connector.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static McpSettings settings(String url, Map<String, String> options) {
        var config = new TargetConfig("files", url, "", Secret.from(() -> ""), options);
        return McpSettings.of(config, reference -> Secret.from(() -> "secret of " + reference));
    }

    @Test
    void a_program_gets_its_arguments_and_secrets_and_nothing_else() throws Exception {
        var settings = settings(
                "stdio:/bin/sh",
                Map.of(
                        "args", "[\"-c\", \"env; echo end\"]",
                        "env.PLAIN", "value",
                        "secret.TOKEN", "file:/run/token",
                        "server", "filesystem"));
        assertThat(settings.server()).isEqualTo("filesystem");
        var launcher = ((McpSettings.WireSettings.Stdio) settings.wire()).launcher();
        assertThat(launcher.toString()).doesNotContain("secret of");
        var running = launcher.start();
        var lines = new Lines(running.fromIt(), 10_000);
        var said = new java.util.ArrayList<String>();
        for (var line = lines.next(); line != null; line = lines.next()) {
            said.add(new String(line, java.nio.charset.StandardCharsets.UTF_8));
        }
        running.kill();
        // The shell adds what it makes up by itself.
        said.removeIf(line -> line.matches("(PWD|OLDPWD|SHLVL|_)=.*"));
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "PATH=/usr/local/bin:/usr/bin:/bin",
                        "LANG=C.UTF-8",
                        "PLAIN=value",
                        "TOKEN=secret of file:/run/token",
                        "end");
    }

    @Test
    void a_server_over_http_gets_headers_by_reference() {
        var settings = settings(
                "https://mcp.example/mcp", Map.of("header.Authorization", "Bearer env:TOKEN", "reads", "a, b"));
        var http = (McpSettings.WireSettings.Http) settings.wire();
        assertThat(http.headers().get("Authorization")).isNotNull();
        assertThat(settings.reads()).containsExactlyInAnyOrder("a", "b");
        assertThat(settings.toString()).doesNotContain("secret of");
        assertThat(List.copyOf(http.headers().values()).getFirst().reveal()).isEqualTo("Bearer secret of env:TOKEN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://host/                    | reads          | a",
                "stdio:                         | reads          | a",
                "https://user@host/mcp          | reads          | a",
                "https:///mcp                   | reads          | a",
                "https://host/mcp               | colour         | red",
                "https://host/mcp               | header.Host    | env:X",
                "https://host/mcp               | env.A          | b",
                "https://host/mcp               | era            | ancient",
                "https://host/mcp               | server         | a b",
                "http://host.example/mcp        | header.X-Key   | env:X",
                "stdio:/bin/true                | header.X-Key   | env:X",
                "stdio:/bin/true                | args           | [1]",
                "stdio:/bin/true                | answer_bytes   | many"
            })
    void what_makes_no_sense_is_refused(String url, String option, String value) {
        assertThatThrownBy(() -> settings(url, Map.of(option, value)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.BAD_REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "http://[::1]:80/", "http://localhost/", "http://169.254.169.254/"})
    void an_address_that_the_url_itself_names_is_meant(String url) {
        assertThat(Addresses.objection(URI.create(url))).isEmpty();
    }

    @Test
    void a_name_that_leads_to_this_machine_is_refused() {
        assertThat(Addresses.objection(URI.create("http://localhost./mcp")))
                .hasValueSatisfying(problem ->
                        assertThat(problem.reason()).isIn(Reason.ADDRESS_REFUSED, Reason.TARGET_UNREACHABLE));
    }
}
