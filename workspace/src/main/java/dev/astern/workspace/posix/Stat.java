package dev.astern.workspace.posix;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What the kernel says about a file.
 *
 * @param mode type and permissions
 * @param mtimeNs since 1970
 * @param ctimeNs when the kernel last saw any change of it; no program can set it
 */
public record Stat(
        int mode,
        int links,
        int uid,
        int gid,
        long inode,
        long sizeBytes,
        long mtimeNs,
        long ctimeNs,
        long device,
        long rdev) {
    static final int BYTES = 256;

    private static final int TYPE = 0xF000;
    private static final long NANOS = 1_000_000_000L;

    static Stat of(MemorySegment statx) {
        return new Stat(
                Short.toUnsignedInt(statx.get(ValueLayout.JAVA_SHORT, 28)),
                statx.get(ValueLayout.JAVA_INT, 16),
                statx.get(ValueLayout.JAVA_INT, 20),
                statx.get(ValueLayout.JAVA_INT, 24),
                statx.get(ValueLayout.JAVA_LONG, 32),
                statx.get(ValueLayout.JAVA_LONG, 40),
                time(statx, 112),
                time(statx, 96),
                pair(statx, 136),
                pair(statx, 128));
    }

    private static long time(MemorySegment statx, long offset) {
        return statx.get(ValueLayout.JAVA_LONG, offset) * NANOS + statx.get(ValueLayout.JAVA_INT, offset + 8);
    }

    private static long pair(MemorySegment statx, long offset) {
        return (long) statx.get(ValueLayout.JAVA_INT, offset) << 32
                | Integer.toUnsignedLong(statx.get(ValueLayout.JAVA_INT, offset + 4));
    }

    public int permissions() {
        return mode & 07777;
    }

    public boolean isFile() {
        return (mode & TYPE) == 0x8000;
    }

    public boolean isFolder() {
        return (mode & TYPE) == 0x4000;
    }

    public boolean isLink() {
        return (mode & TYPE) == 0xA000;
    }

    /** How an overlay says that a file of the lower layer is gone. */
    public boolean isWhiteout() {
        return (mode & TYPE) == 0x2000 && rdev == 0;
    }

    /** Whether nothing happened to the file between the two looks, as far as the kernel can tell. */
    public boolean sameMoment(Stat other) {
        return inode == other.inode
                && device == other.device
                && ctimeNs == other.ctimeNs
                && mtimeNs == other.mtimeNs
                && sizeBytes == other.sizeBytes
                && mode == other.mode;
    }
}
