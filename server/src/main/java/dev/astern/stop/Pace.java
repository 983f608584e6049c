package dev.astern.stop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that goes only forward, and waiting in it. */
public interface Pace {
    long nanos();

    void pause(Duration time);

    static Pace system() {
        return new Pace() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration time) {
                LockSupport.parkNanos(time.toNanos());
            }
        };
    }
}
