package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/shop",
                "jdbc:postgresql:shop",
                "jdbc:postgresql://a,b:5433/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem&targetServerType=primary",
            })
    void a_url_says_where_the_database_is(String url) {
        assertThatCode(() -> TargetUrl.check(url)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/shop",
                "jdbc:postgresql://db:port/shop",
                "jdbc:postgresql://db/shop?user=postgres",
                "jdbc:postgresql://db/shop?password=secret",
                "jdbc:postgresql://db/shop?socketFactory=com.example.Evil",
                "jdbc:postgresql://db/shop?sslfactory=com.example.Evil&sslmode=require",
                "jdbc:postgresql://db/shop?preferQueryMode=simple",
                "jdbc:postgresql://db/shop?options=-c%20session_replication_role=replica",
                "jdbc:postgresql://db/shop?autosave=always",
            })
    void and_nothing_else(String url) {
        assertThatThrownBy(() -> TargetUrl.check(url)).isInstanceOf(ProblemException.class);
    }
}
