package dev.astern.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hashes;
import dev.astern.model.RandomIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final SignIns signIns = at(NOON);

    private static SignIns at(Instant instant) {
        var clock = Clock.fixed(instant, ZoneOffset.UTC);
        return new SignIns(new RandomIds(clock, new SecureRandom()), clock);
    }

    @Test
    void a_sign_in_is_known_by_its_own_secret_until_it_ends() {
        var ann = signIns.begin("aso_ann");
        var bob = signIns.begin("aso_bob");
        assertThat(signIns.tokenHash(ann)).contains(Hashes.sha256("aso_ann"));
        signIns.end(ann);
        assertThat(signIns.tokenHash(ann)).isEmpty();
        assertThat(signIns.tokenHash(bob)).contains(Hashes.sha256("aso_bob"));
        assertThat(signIns.tokenHash("asw_guessed")).isEmpty();
    }

    @Test
    void a_sign_in_is_over_after_its_lifetime() {
        var clock = new MovingClock(NOON);
        var timed = new SignIns(new RandomIds(clock, new SecureRandom()), clock);
        var secret = timed.begin("aso_ann");
        clock.advance(SignIns.LIFETIME.minusMillis(1));
        assertThat(timed.tokenHash(secret)).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(timed.tokenHash(secret)).isEmpty();
    }

    @Test
    void of_too_many_the_oldest_is_signed_out() {
        var first = signIns.begin("aso_first");
        var second = signIns.begin("aso_second");
        for (int i = 0; i < 999; i++) {
            signIns.begin("aso_" + i);
        }
        assertThat(signIns.tokenHash(first)).isEmpty();
        assertThat(signIns.tokenHash(second)).isPresent();
    }

    @Test
    void an_address_has_so_many_wrong_tokens_a_window_and_no_right_one_counts() {
        var clock = new MovingClock(NOON);
        var attempts = new Attempts(clock);
        for (int i = 0; i < Attempts.MAX_WRONG; i++) {
            assertThat(attempts.take("a")).isTrue();
            attempts.giveBack("a");
        }
        for (int i = 0; i < Attempts.MAX_WRONG; i++) {
            assertThat(attempts.take("a")).isTrue();
        }
        assertThat(attempts.take("a")).isFalse();
        assertThat(attempts.take("b")).isTrue();
        clock.advance(Attempts.WINDOW);
        assertThat(attempts.take("a")).isTrue();
    }

    @Test
    void what_can_not_be_seen_is_shown() {
        assertThat(Visible.text("a\u202Eb\u0000c\u00A0d\u200Be\u2028f\uFE0F"))
                .isEqualTo("a⟨U+202E⟩b⟨U+0000⟩c⟨U+00A0⟩d⟨U+200B⟩e⟨U+2028⟩f⟨U+FE0F⟩");
        assertThat(Visible.text("\uDC00\r\u3164")).isEqualTo("⟨U+DC00⟩⟨U+000D⟩⟨U+3164⟩");
        assertThat(Visible.text("plain\n\tText, žluťoučký 日本 שלום 🙂"))
                .isEqualTo("plain\n\tText, žluťoučký 日本 שלום 🙂");
    }

    private static final class MovingClock extends Clock {
        private Instant now;

        MovingClock(Instant now) {
            this.now = now;
        }

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
