package dev.astern.stop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Agent;
import dev.astern.model.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldBackTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    /** A stop at one target. */
    private static final class AtMail implements StopCheck {
        @Override
        public Optional<Problem> objection(Session session, String target) {
            return target.equals("mail")
                    ? Optional.of(Problem.of(Reason.STOPPED, "a stop is in force"))
                    : Optional.empty();
        }

        @Override
        public long notAfterNanos() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean current() {
            return true;
        }
    }

    private static Optional<Reason> objection(String target, String asked, @Nullable Instant revokedAt) {
        var session = new Session(
                "ses_1",
                Session.Kind.AGENT,
                new Agent("bot", "7"),
                "production",
                List.of("mail", "post"),
                "opr_1",
                NOW,
                NOW.plusSeconds(1),
                revokedAt,
                revokedAt == null ? null : "ann",
                null);
        return new HeldBack(id -> Optional.of(session).filter(s -> s.id().equals(id)), new AtMail())
                .objection(target, asked)
                .map(Problem::reason);
    }

    @Test
    void what_is_held_goes_unless_a_stop_holds_its_session_there() {
        assertThat(objection("post", "ses_1", null)).isEmpty();
        assertThat(objection("mail", "ses_1", null)).contains(Reason.STOPPED);
    }

    @Test
    void what_is_held_in_a_revoked_session_stays() {
        assertThat(objection("post", "ses_1", NOW)).contains(Reason.SESSION_REVOKED);
    }

    @Test
    void what_is_held_in_nobody_s_name_stays() {
        assertThat(objection("post", "ses_2", null)).contains(Reason.NOT_FOUND);
        assertThat(objection("post", "", null)).contains(Reason.NOT_FOUND);
    }
}
