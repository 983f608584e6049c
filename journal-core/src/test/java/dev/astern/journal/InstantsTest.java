package dev.astern.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstantsTest {
    @Test
    void reads_what_java_writes() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long scale = List.of(1L, 1_000L, 1_000_000L, 1_000_000_000L).get(random.nextInt(4));
            long nanos = random.nextLong(1_000_000_000) / scale * scale;
            var instant = Instant.ofEpochSecond(random.nextLong(-62_167_219_200L, 253_402_300_800L), nanos);
            assertThat(Instants.parse(instant.toString())).contains(instant);
            assertThat(Instants.text(instant)).isEqualTo(instant.toString());
        }
    }

    @Test
    void writes_what_java_writes_of_any_time() {
        for (var instant : List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.EPOCH.plusNanos(1))) {
            assertThat(Instants.text(instant)).isEqualTo(instant.toString());
        }
    }

    @Test
    void reads_nothing_else() {
        for (var text : List.of(
                "",
                "2026-11-21",
                "2026-11-21T10:46:49",
                "2026-11-21T10:46:49z",
                "2026-11-21t10:46:49Z",
                "2026-11-21 10:46:49Z",
                "2026-11-21T10:46:49+00:00",
                "2026-11-21T10:46Z",
                "2026-11-21T10:46:49.Z",
                "2026-11-21T10:46:49.1Z",
                "2026-11-21T10:46:49.000Z",
                "2026-11-21T10:46:49.100000Z",
                "2026-11-21T10:46:49.1234567891Z",
                "2026-11-21T10:46:49.123456789123Z",
                "2026-11-21T10:46:49,123Z",
                "2026-11-21T10:46:49.12aZ",
                "2026-11-31T10:46:49Z",
                "2026-02-29T10:46:49Z",
                "2026-13-01T10:46:49Z",
                "2026-11-21T24:00:00Z",
                "2026-11-21T23:59:60Z",
                "+12026-11-21T23:59:59Z",
                "-2026-11-21T23:59:59Z",
                "２026-11-21T10:46:49Z")) {
            assertThat(Instants.parse(text)).as(text).isEqualTo(Optional.empty());
        }
    }
}
