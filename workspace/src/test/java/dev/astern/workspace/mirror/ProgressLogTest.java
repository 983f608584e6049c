package dev.astern.workspace.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
    private static final class Hand extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void it_says_something_now_and_then_and_at_the_end() {
        var clock = new Hand();
        List<String> lines = new ArrayList<>();
        var log = new ProgressLog("/srv/shop", clock, lines::add);
        var progress = new Progress(0, 0, 100, 1_000);
        for (int i = 0; i < 100; i++) {
            clock.now = clock.now.plus(Duration.ofSeconds(1));
            progress = progress.seen(10);
            log.accept(progress);
        }
        assertThat(lines)
                .containsExactly(
                        "workspace /srv/shop: being copied, 30 of 100 files and folders, 300 of 1000 bytes",
                        "workspace /srv/shop: being copied, 60 of 100 files and folders, 600 of 1000 bytes",
                        "workspace /srv/shop: being copied, 90 of 100 files and folders, 900 of 1000 bytes",
                        "workspace /srv/shop: copied, 100 of 100 files and folders, 1000 of 1000 bytes");
    }
}
