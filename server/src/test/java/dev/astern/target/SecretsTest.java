package dev.astern.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final Map<String, String> ANSWERS = Map.of(
            "/v1/secret/data/desk", "{\"data\":{\"data\":{\"key\":\"canary-two\"},\"metadata\":{}}}",
            "/v1/kv/desk", "{\"data\":{\"key\":\"canary-one\",\"number\":1}}");

    private final List<String> tokens = new ArrayList<>();
    private HttpServer vault;
    private VaultSecrets secrets;

    @BeforeEach
    void start() throws IOException {
        vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vault.createContext("/", exchange -> {
            try (exchange) {
                tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Token")));
                var answer = ANSWERS.get(exchange.getRequestURI().getPath());
                var bytes = (answer == null ? "{\"errors\":[]}" : answer).getBytes(UTF_8);
                exchange.sendResponseHeaders(answer == null ? 403 : 200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        vault.start();
        var url = URI.create("http://127.0.0.1:" + vault.getAddress().getPort());
        secrets = new VaultSecrets(url, () -> "token", Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        vault.stop(0);
    }

    @Test
    void both_versions_of_a_vault_s_store_are_read_once_a_minute() {
        assertThat(secrets.find("secret/data/desk#key")).isEqualTo("canary-two");
        assertThat(secrets.find("kv/desk#key")).isEqualTo("canary-one");
        assertThat(secrets.find("kv/desk#key")).isEqualTo("canary-one");
        assertThat(tokens).containsExactly("token", "token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv/desk#none", "kv/desk#number", "kv/other#key"})
    void what_the_vault_does_not_have_is_said_without_what_it_has(String reference) {
        assertThatThrownBy(() -> secrets.find(reference)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().reason()).isEqualTo(Reason.TARGET_NOT_READY);
            assertThat(e.problem().detail()).doesNotContain("canary", "token");
        });
    }

    @Test
    void a_vault_that_is_down_is_said_to_be() {
        vault.stop(0);
        assertThatThrownBy(() -> secrets.find("kv/desk#key"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().detail()).isEqualTo("the vault can't be reached"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "vault:x", "vault:../x#y", "vault:a b#c", "file:", "env:", ""})
    void what_is_no_reference_is_refused_and_not_repeated(String text) {
        assertThatThrownBy(() -> SecretReference.open(text)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().reason()).isEqualTo(Reason.BAD_REQUEST);
            assertThat(e.problem().detail()).doesNotContain("hunter2");
        });
    }

    @Test
    void a_file_is_read_each_time_and_no_secret_is_one_only_when_needed(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("key"), "one\n");
        var secret = SecretReference.open("file:" + file);
        assertThat(secret.reveal()).isEqualTo("one");
        Files.writeString(file, "two");
        assertThat(secret.reveal()).isEqualTo("two");
        assertThat(secret).hasToString("***");
        var none = SecretReference.open("none");
        assertThatThrownBy(none::reveal).isInstanceOf(ProblemException.class);
    }
}
