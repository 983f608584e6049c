package dev.astern.client;

import java.time.Duration;
import java.time.Instant;

/** Time that passes, so that tests need none. */
interface Waiting {
    Waiting REAL = new Waiting() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    Instant now();

    void pause(Duration duration) throws InterruptedException;
}
