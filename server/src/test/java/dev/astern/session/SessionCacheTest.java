package dev.astern.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.model.Agent;
import dev.astern.model.Conduct;
import dev.astern.model.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionCacheTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void what_was_being_read_when_a_session_was_revoked_is_not_trusted_afterwards() {
        var cache = new SessionCache(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofSeconds(1));
        var seen = cache.get("ses_1", id -> {
            var living = session(null);
            // Now somebody revokes it, and nothing of it may start from here on.
            cache.forget();
            return Optional.of(living);
        });
        assertThat(seen).get().extracting(Session::revokedAt).isNull();
        assertThat(cache.get("ses_1", id -> Optional.of(session(NOW))))
                .get()
                .extracting(Session::revokedAt)
                .isEqualTo(NOW);
        assertThat(cache.get("ses_1", id -> Optional.empty())).isPresent();
    }

    private static Session session(@Nullable Instant revoked) {
        return new Session(
                "ses_1",
                Session.Kind.AGENT,
                new Agent("bot", "7"),
                "production",
                List.of("shop"),
                "opr_1",
                NOW,
                NOW.plusSeconds(60),
                revoked,
                revoked == null ? null : "opr_1",
                null,
                Conduct.FREE);
    }
}
