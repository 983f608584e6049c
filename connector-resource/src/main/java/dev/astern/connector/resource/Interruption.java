package dev.astern.connector.resource;

import org.jspecify.annotations.Nullable;

/** Lets others interrupt this thread as long as it is at something that may be interrupted, and never later. */
final class Interruption {
    private @Nullable Thread thread = Thread.currentThread();

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized void over() {
        thread = null;
        Thread.interrupted();
    }
}
