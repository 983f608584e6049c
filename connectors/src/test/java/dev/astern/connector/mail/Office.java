package dev.astern.connector.mail;

import dev.astern.connector.Connector;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.Release;
import dev.astern.connector.Secret;
import dev.astern.connector.TargetConfig;
import dev.astern.connector.resource.ResourceConnector;
import dev.astern.connector.testkit.MemoryKeeping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** An outbox in a new folder, with a clock that somebody winds and a stop that somebody places. */
final class Office implements Release {
    static final String SECRET = "canary-71c3e0b9";
    static final String SENDER = "desk@example.org";

    private final Path folder;
    private final String url;
    private final Wound clock = new Wound();
    private final MemoryKeeping keeping = new MemoryKeeping();
    private volatile boolean stopped;

    Office(String url) {
        this(url, temporary());
    }

    Office(String url, Path folder) {
        this.url = url;
        this.folder = folder;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("outbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Wound extends Clock {
        private final AtomicLong millis =
                new AtomicLong(Instant.parse("2026-11-01T10:00:00Z").toEpochMilli());

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
            return Instant.ofEpochMilli(millis.get());
        }
    }

    Path folder() {
        return folder;
    }

    void later(Duration time) {
        clock.millis.addAndGet(time.toMillis());
    }

    void stop(boolean isStopped) {
        stopped = isStopped;
    }

    @Override
    public Optional<Problem> objection(String sessionId) {
        return stopped ? Optional.of(Problem.of(Reason.STOPPED, "a stop is in force")) : Optional.empty();
    }

    private MailProvider.Parts parts() {
        return MailProvider.parts(config(Map.of()), clock);
    }

    TargetConfig config(Map<String, String> options) {
        var all = new HashMap<>(
                Map.of("outbox", folder.toString(), "from", SENDER, "max_recipients", "5", "max_bytes", "50000"));
        all.putAll(options);
        return new TargetConfig("post", url, "desk", Secret.from(() -> SECRET), all);
    }

    Connector connector() {
        var parts = parts();
        var smtp = new Smtp(parts.place(), Duration.ofSeconds(5));
        return new ResourceConnector(
                new MailSystem(parts.asking(), parts.outbox(), parts.changes(), smtp, () -> {}), keeping);
    }

    Outbox outbox() {
        return parts().outbox();
    }

    Releaser releaser() {
        var parts = parts();
        return new Releaser(parts.outbox(), new Smtp(parts.place(), Duration.ofSeconds(5)), this, clock);
    }

    Cleaning cleaning() {
        return parts().cleaning();
    }

    Mail mail(String id) {
        try {
            return outbox().read(id).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
