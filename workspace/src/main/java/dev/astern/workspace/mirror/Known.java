package dev.astern.workspace.mirror;

import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.posix.Stat;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a path.
 *
 * @param state null where it is known that nothing is there
 * @param ctimeNs when the kernel last saw a change of it; 0 where that was too close to the look to tell changes by it
 */
record Known(RelPath path, @Nullable FileState state, long ctimeNs) {
    /** A change within one step of the kernel's clock can't be told from none. */
    private static final long STEP_NS = 100_000_000L;

    static Known of(RelPath path, FileState state, Stat stat, long nowNs) {
        return new Known(path, state, nowNs - stat.ctimeNs() < STEP_NS ? 0 : stat.ctimeNs());
    }

    boolean holds(Stat stat) {
        return state != null
                && ctimeNs == stat.ctimeNs()
                && state.inode() == stat.inode()
                && (state.isFolder() ? stat.isFolder() : state.mtimeNs() == stat.mtimeNs());
    }
}
