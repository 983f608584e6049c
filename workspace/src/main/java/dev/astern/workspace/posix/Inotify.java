package dev.astern.workspace.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's own list of what happened in folders. What a process did is on the list before the process can be seen to
 * have ended, so that reading it then misses nothing but writes through memory of a file that is still open.
 */
public final class Inotify implements AutoCloseable {
    private static final int NONBLOCK_CLOEXEC = 04000 | 0x80000;
    /** Modify, attributes, closed after writing, moved, created, deleted; a folder and no link. */
    private static final int MASK = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x01000000;

    private static final int OVERFLOW = 0x4000;
    private static final int IGNORED = 0x8000;
    private static final int FOLDER = 0x40000000;
    private static final int BUFFER = 1 << 16;

    private final Fd queue;

    /**
     * @param watch the number that {@link #watch} gave the folder; -1 when events were lost
     * @param name in the folder, as bytes; empty for the folder itself
     * @param folder whether it is a folder
     */
    public record Event(int watch, String name, boolean folder) {
        public boolean lost() {
            return watch < 0;
        }
    }

    public Inotify() throws PosixException {
        this.queue = new Fd((int) Libc.call(
                "inotify_init1", (arena, errno) -> (int) Libc.INOTIFY_INIT.invokeExact(errno, NONBLOCK_CLOEXEC)));
    }

    public int watch(Fd folder) throws PosixException {
        var itself = "/proc/self/fd/" + folder.number();
        return (int) Libc.call("inotify_add_watch", (arena, errno) ->
                (int) Libc.INOTIFY_ADD.invokeExact(errno, queue.number(), Posix.text(arena, itself), MASK));
    }

    /** A folder that was moved is watched under its new name, by a new number. */
    public void forget(int watch) {
        try {
            Libc.call("inotify_rm_watch", (arena, errno) ->
                    (int) Libc.INOTIFY_REMOVE.invokeExact(errno, queue.number(), watch));
        } catch (PosixException e) {
            // It went with its folder.
            assert e.errno() == PosixException.EINVAL;
        }
    }

    /** Everything until now. */
    public List<Event> read() throws PosixException {
        var events = new ArrayList<Event>();
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(BUFFER, 8);
            while (true) {
                long count = Libc.call("read", (a, errno) ->
                        (long) Libc.READ.invokeExact(errno, queue.number(), buffer, buffer.byteSize()));
                for (long at = 0; at < count; ) {
                    int mask = buffer.get(ValueLayout.JAVA_INT, at + 4);
                    int length = buffer.get(ValueLayout.JAVA_INT, at + 12);
                    var name = length == 0 ? "" : buffer.getString(at + 16, ISO_8859_1);
                    if ((mask & OVERFLOW) != 0) {
                        events.add(new Event(-1, "", false));
                    } else if ((mask & IGNORED) == 0) {
                        events.add(new Event(buffer.get(ValueLayout.JAVA_INT, at), name, (mask & FOLDER) != 0));
                    }
                    at += 16 + length;
                }
            }
        } catch (PosixException e) {
            if (e.is(PosixException.EAGAIN)) {
                return events;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
