package dev.astern.workspace.posix;

/** An open file or folder. */
public final class Fd implements AutoCloseable {
    private final int number;
    private boolean closed;

    Fd(int number) {
        this.number = number;
    }

    int number() {
        if (closed) {
            throw new IllegalStateException("used after it was closed: bug");
        }
        return number;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                Libc.call("close", (arena, errno) -> (int) Libc.CLOSE.invokeExact(errno, number));
            } catch (PosixException e) {
                // The number is free again whatever close says; what had to be durable was synced before.
                return;
            }
        }
    }
}
