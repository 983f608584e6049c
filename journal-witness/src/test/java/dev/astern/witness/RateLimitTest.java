package dev.astern.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final SettableClock clock = new SettableClock();
    private final RateLimit limit = new RateLimit(10, clock);

    private int admitted(String address, int asked) {
        int count = 0;
        for (int i = 0; i < asked; i++) {
            count += limit.admits(address) ? 1 : 0;
        }
        return count;
    }

    @Test
    void an_address_is_admitted_as_often_as_it_may_be_and_no_other_pays_for_it() {
        assertThat(admitted("a", 100)).isEqualTo(10);
        assertThat(admitted("b", 5)).isEqualTo(5);
        clock.now = clock.now.plus(Duration.ofMillis(300));
        assertThat(admitted("a", 100)).isEqualTo(3);
        clock.now = clock.now.plus(Duration.ofHours(1));
        assertThat(admitted("a", 100)).isEqualTo(10);
    }

    @Test
    void a_clock_that_goes_back_admits_nobody() {
        assertThat(admitted("a", 100)).isEqualTo(10);
        clock.now = clock.now.minus(Duration.ofHours(1));
        assertThat(admitted("a", 100)).isZero();
    }

    @Test
    void very_many_addresses_do_not_fill_the_memory() {
        for (int i = 0; i < 50_000; i++) {
            assertThat(limit.admits("a" + i)).isTrue();
        }
        assertThat(limit.size()).isLessThanOrEqualTo(10_000);
    }
}
