package dev.astern.connector.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Call;
import dev.astern.connector.Lent;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.Understood;
import dev.astern.connector.testkit.MemoryKeeping;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3InputTest {
    private final S3Asking asking = new S3Asking("reports/", 100);

    private void refused(String tool, Map<String, Object> arguments) {
        assertThat(asking.understand(new Call(tool, arguments)))
                .as(arguments.toString())
                .isInstanceOf(Understood.Refused.class);
    }

    /** The example of the published specification. */
    @Test
    void a_request_is_signed_as_the_specification_does_it() {
        var signature = new Signature(
                "us-east-1", "AKIAIOSFODNN7EXAMPLE", Secret.from(() -> "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        var headers = signature.headers(
                "GET",
                "/test.txt",
                Collections.emptySortedMap(),
                Map.of("host", "examplebucket.s3.amazonaws.com", "range", "bytes=0-9"),
                new byte[0],
                Instant.parse("2013-05-24T00:00:00Z"));
        assertThat(headers.get("authorization"))
                .endsWith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
        assertThat(headers.toString() + signature).doesNotContain("wJalr");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "other/a",
                "reports/../a",
                "reports/./a",
                "reports//a",
                "reports/a/",
                "reports/a\r\nX: y",
                "reports/\u202Ea"
            })
    void a_key_out_of_reach_is_refused(String key) {
        for (var tool : new String[] {"read_object", "delete_object"}) {
            refused(tool, Map.of("key", key));
        }
        refused("put_object", Map.of("key", key, "text", "x"));
    }

    @Test
    void what_can_t_be_written_is_refused() {
        refused("put_object", Map.of("key", "reports/a"));
        refused("put_object", Map.of("key", "reports/a", "text", "x".repeat(101)));
        refused("put_object", Map.of("key", "reports/a", "text", "é".repeat(60)));
        refused("put_object", Map.of("key", "reports/a", "base64", "?"));
        refused("put_object", Map.of("key", "reports/a", "text", "a", "base64", ""));
        refused("put_object", Map.of("key", "reports/a", "type", "text/plain\r\nX: y"));
        refused("list_objects", Map.of("prefix", "other"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://store.example", "https://u:p@store.example", "https://store.example/a", "ftp://x", ""})
    void a_url_that_is_none_is_refused(String url) {
        var config = new TargetConfig("x", url, "key", Secret.from(() -> "s"), Map.of("bucket", "reports"));
        assertThatThrownBy(() -> new S3Provider()
                        .open(config, new Lent(new MemoryKeeping(), reference -> Secret.from(() -> "s"))))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void a_list_is_read_without_fetching_anything() {
        var xml = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ListBucketResult><Contents><Key>&x;</Key>"
                + "</Contents></ListBucketResult>";
        assertThatThrownBy(() -> Listing.of(xml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(ProblemException.class);
    }
}
