package dev.astern.workspace;

import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The clock that the kernel stamps changes of files with; it goes in steps, and not with any other clock. */
final class KernelClock {
    private static final int MOST = 100_000;

    private KernelClock() {}

    /** A moment after all changes until now, and before all from now on. */
    static long mark(Path folder) throws IOException {
        try (var open = Posix.openFolder(folder);
                var file = Posix.open(open, "clock", Posix.WRITE_NEW, 0600)) {
            long first = stamp(file);
            for (int i = 0; i < MOST; i++) {
                if (stamp(file) > first) {
                    return first;
                }
                Thread.onSpinWait();
            }
            throw new IOException("the file system's clock stands still");
        }
    }

    /** A kernel that can tell finer times does so for files that somebody looked at. */
    private static long stamp(Fd file) throws IOException {
        Posix.write(file, ByteBuffer.allocateDirect(1));
        return Posix.stat(file).ctimeNs();
    }
}
