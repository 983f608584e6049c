package dev.astern.connector.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
    private static final List<String> WEB = List.of("https", "http");

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://127.0.0.1:80", "http://127.8.9.10", "https://[::1]:443/"})
    void what_stays_on_this_machine_is_known(String url) {
        assertThat(ServerUrl.isHere(ServerUrl.bare(url, "a store", WEB))).isTrue();
    }

    /** A name may begin as an address does. */
    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.example.org", "http://127.0.0.1.example.org", "http://10.0.0.1", "http://[::2]"})
    void a_name_that_looks_like_this_machine_is_not_taken_for_it(String url) {
        assertThat(ServerUrl.isHere(URI.create(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a",
                "//a",
                "a",
                "http:///x",
                "http://u@a",
                "http://a?q",
                "http://a#f",
                "http://a b",
                "http://a/b"
            })
    void anything_else_is_refused(String url) {
        assertThatThrownBy(() -> ServerUrl.bare(url, "a store", WEB))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("the url of a store");
    }
}
