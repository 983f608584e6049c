package dev.astern.connector.resource;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps this process's actions on one resource from coming between each other's reading and writing, so that what one saw
 * before is what the other left. Others are told apart by versions and by reading again.
 */
final class Locks {
    private static final int STRIPES = 256;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

    Locks() {
        Arrays.setAll(stripes, i -> new ReentrantLock());
    }

    /** Held until closed. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Nothing where they can't be had in time. Always taken in one order, so that nobody waits in a circle. */
    Optional<Held> take(Collection<Ref> refs, Within within) throws InterruptedException {
        var wanted = refs.stream()
                .mapToInt(ref -> Math.floorMod(ref.hashCode(), STRIPES))
                .distinct()
                .sorted()
                .toArray();
        for (int taken = 0; taken < wanted.length; taken++) {
            boolean had = false;
            try {
                had = stripes[wanted[taken]].tryLock(within.left().toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                if (!had) {
                    release(wanted, taken);
                }
            }
            if (!had) {
                return Optional.empty();
            }
        }
        return Optional.of(() -> release(wanted, wanted.length));
    }

    private void release(int[] wanted, int count) {
        for (int i = 0; i < count; i++) {
            stripes[wanted[i]].unlock();
        }
    }
}
