package dev.astern.workspace.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files by open folder and name, as POSIX has it. Names are bytes, carried in strings of one char per byte
 * ({@code raw}), because a name need not be text. No call here follows a symbolic link in its last part.
 */
public final class Posix {
    public static final int READ = 0;
    /** Makes a file that must not be there yet, for writing and reading. */
    public static final int WRITE_NEW = 2 | 0100 | 0200;

    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final int DIRECTORY = ARM ? 0x4000 : 0x10000;
    private static final int NOFOLLOW = ARM ? 0x8000 : 0x20000;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 04000;
    private static final int PATH_ONLY = 0x200000;
    private static final int HERE = -100;
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_ALL = 0xFFF;
    private static final long OPENAT2 = 437;
    private static final long BENEATH_WITHOUT_LINKS = 0x08 | 0x04 | 0x02;
    private static final long FICLONE = 0x40049409L;
    private static final int LONGEST_LINK = 65_536;

    private Posix() {}

    /** A path of the host as bytes. */
    public static String raw(Path path) {
        return new String(path.toString().getBytes(UTF_8), ISO_8859_1);
    }

    /** Opens a folder by its path, following links: for folders that the operator named. */
    public static Fd openFolder(Path path) throws PosixException {
        return new Fd((int) Libc.call("open", (arena, errno) ->
                (int) Libc.OPEN.invokeExact(errno, text(arena, raw(path)), DIRECTORY | CLOEXEC, 0)));
    }

    /** Opens a folder at or beneath another; no link on the way is followed, and none leads out. */
    public static Fd openBeneath(Fd root, String path) throws PosixException {
        return new Fd((int) Libc.call("openat2", (arena, errno) -> {
            var how = arena.allocate(24, 8);
            how.set(ValueLayout.JAVA_LONG, 0, DIRECTORY | CLOEXEC);
            how.set(ValueLayout.JAVA_LONG, 16, BENEATH_WITHOUT_LINKS);
            return (long) Libc.SYSCALL.invokeExact(
                    errno, OPENAT2, root.number(), text(arena, path.isEmpty() ? "." : path), how, 24L);
        }));
    }

    public static Fd open(Fd folder, String name, int flags, int mode) throws PosixException {
        int all = flags | CLOEXEC | NOFOLLOW | NONBLOCK;
        return new Fd((int) Libc.call("openat", (arena, errno) ->
                (int) Libc.OPENAT.invokeExact(errno, folder.number(), text(arena, name), all, mode)));
    }

    public static Fd openFolder(Fd folder, String name) throws PosixException {
        return open(folder, name, DIRECTORY, 0);
    }

    public static Stat stat(Fd folder, String name) throws PosixException {
        return statx(folder.number(), name, AT_SYMLINK_NOFOLLOW);
    }

    public static Stat stat(Fd file) throws PosixException {
        return statx(file.number(), "", AT_EMPTY_PATH);
    }

    private static Stat statx(int folder, String name, int flags) throws PosixException {
        var found = new Stat[1];
        Libc.call("statx", (arena, errno) -> {
            var buffer = arena.allocate(Stat.BYTES, 8);
            int answer = (int) Libc.STATX.invokeExact(errno, folder, text(arena, name), flags, STATX_ALL, buffer);
            if (answer == 0) {
                found[0] = Stat.of(buffer);
            }
            return answer;
        });
        return found[0];
    }

    /** Reads into a direct buffer; 0 at the end of the file. */
    public static int read(Fd file, ByteBuffer direct) throws PosixException {
        var segment = MemorySegment.ofBuffer(direct);
        int count = (int) Libc.call("read", (arena, errno) ->
                (long) Libc.READ.invokeExact(errno, file.number(), segment, segment.byteSize()));
        direct.position(direct.position() + count);
        return count;
    }

    /** Writes all of a direct buffer. */
    public static void write(Fd file, ByteBuffer direct) throws PosixException {
        while (direct.hasRemaining()) {
            var segment = MemorySegment.ofBuffer(direct);
            int count = (int) Libc.call("write", (arena, errno) ->
                    (long) Libc.WRITE.invokeExact(errno, file.number(), segment, segment.byteSize()));
            direct.position(direct.position() + count);
        }
    }

    /** Goes on reading from there. */
    public static void seek(Fd file, long offset) throws PosixException {
        Libc.call("lseek", (arena, errno) -> (long) Libc.LSEEK.invokeExact(errno, file.number(), offset, 0));
    }

    public static void sync(Fd file) throws PosixException {
        Libc.call("fsync", (arena, errno) -> (int) Libc.FSYNC.invokeExact(errno, file.number()));
    }

    /** Makes everything durable on the file system that the file is on. */
    public static void syncFileSystem(Fd file) throws PosixException {
        Libc.call("syncfs", (arena, errno) -> (int) Libc.SYNCFS.invokeExact(errno, file.number()));
    }

    /** Shares another file's blocks; false where the file system can't. */
    public static boolean reflink(Fd from, Fd to) {
        try {
            Libc.call("ioctl", (arena, errno) ->
                    (int) Libc.IOCTL.invokeExact(errno, to.number(), FICLONE, from.number()));
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    public static List<String> names(Fd folder) throws PosixException {
        var names = new ArrayList<String>();
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(32_768, 8);
            while (true) {
                long count = Libc.call("getdents64", (a, errno) ->
                        (long) Libc.GETDENTS.invokeExact(errno, folder.number(), buffer, buffer.byteSize()));
                if (count == 0) {
                    return names;
                }
                for (long at = 0; at < count; at += Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, at + 16))) {
                    var name = buffer.getString(at + 19, ISO_8859_1);
                    if (!name.equals(".") && !name.equals("..")) {
                        names.add(name);
                    }
                }
            }
        }
    }

    public static void makeFolder(Fd folder, String name, int mode) throws PosixException {
        Libc.call("mkdirat", (arena, errno) ->
                (int) Libc.MKDIRAT.invokeExact(errno, folder.number(), text(arena, name), mode));
    }

    public static void unlink(Fd folder, String name) throws PosixException {
        unlink(folder, name, 0);
    }

    /** Removes what need not be there, and what may stay if it can't be removed. */
    public static boolean tryUnlink(Fd folder, String name) {
        try {
            unlink(folder, name);
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    /** Removes an empty folder; the kernel refuses where it is not empty. */
    public static void removeFolder(Fd folder, String name) throws PosixException {
        unlink(folder, name, AT_REMOVEDIR);
    }

    private static void unlink(Fd folder, String name, int flags) throws PosixException {
        Libc.call("unlinkat", (arena, errno) ->
                (int) Libc.UNLINKAT.invokeExact(errno, folder.number(), text(arena, name), flags));
    }

    /** What a rename does about what is there already. */
    public enum Rename {
        REPLACE(0),
        NO_REPLACE(1),
        EXCHANGE(2);

        private final int flags;

        Rename(int flags) {
            this.flags = flags;
        }
    }

    public static void rename(Fd folder, String from, Fd other, String to, Rename how) throws PosixException {
        Libc.call("renameat2", (arena, errno) -> (int) Libc.RENAMEAT2.invokeExact(
                errno, folder.number(), text(arena, from), other.number(), text(arena, to), how.flags));
    }

    public static void link(Fd folder, String from, Fd other, String to) throws PosixException {
        Libc.call("linkat", (arena, errno) -> (int)
                Libc.LINKAT.invokeExact(errno, folder.number(), text(arena, from), other.number(), text(arena, to), 0));
    }

    public static void symlink(String target, Fd folder, String name) throws PosixException {
        Libc.call("symlinkat", (arena, errno) ->
                (int) Libc.SYMLINKAT.invokeExact(errno, text(arena, target), folder.number(), text(arena, name)));
    }

    public static String readLink(Fd folder, String name) throws PosixException {
        var found = new String[1];
        Libc.call("readlinkat", (arena, errno) -> {
            var buffer = arena.allocate(LONGEST_LINK);
            long count = (long)
                    Libc.READLINKAT.invokeExact(errno, folder.number(), text(arena, name), buffer, buffer.byteSize());
            if (count >= 0) {
                found[0] = new String(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
            }
            return count;
        });
        return found[0];
    }

    /** Also of a file that may not be read. */
    public static void changeMode(Fd folder, String name, int permissions) throws PosixException {
        try (var file = open(folder, name, PATH_ONLY, 0)) {
            if (stat(file).isLink()) {
                throw new PosixException("chmod", PosixException.ELOOP);
            }
            var itself = "/proc/self/fd/" + file.number();
            Libc.call("fchmodat", (arena, errno) ->
                    (int) Libc.FCHMODAT.invokeExact(errno, HERE, text(arena, itself), permissions, 0));
        }
    }

    public static void changeOwner(Fd folder, String name, int uid, int gid) throws PosixException {
        Libc.call("fchownat", (arena, errno) -> (int)
                Libc.FCHOWNAT.invokeExact(errno, folder.number(), text(arena, name), uid, gid, AT_SYMLINK_NOFOLLOW));
    }

    /** Sets the time of the last change of contents; that of the last access stays. */
    public static void changeTime(Fd folder, String name, long mtimeNs) throws PosixException {
        Libc.call("utimensat", (arena, errno) -> {
            var times = arena.allocate(32, 8);
            times.set(ValueLayout.JAVA_LONG, 8, (1L << 30) - 2);
            times.set(ValueLayout.JAVA_LONG, 16, Math.floorDiv(mtimeNs, 1_000_000_000L));
            times.set(ValueLayout.JAVA_LONG, 24, Math.floorMod(mtimeNs, 1_000_000_000L));
            return (int)
                    Libc.UTIMENSAT.invokeExact(errno, folder.number(), text(arena, name), times, AT_SYMLINK_NOFOLLOW);
        });
    }

    /** A short extended attribute as text, or empty where there is none. */
    public static String attribute(Fd file, String name) {
        var found = new String[] {""};
        try {
            Libc.call("fgetxattr", (arena, errno) -> {
                var buffer = arena.allocate(64);
                long count = (long) Libc.FGETXATTR.invokeExact(errno, file.number(), text(arena, name), buffer, 64L);
                if (count > 0) {
                    found[0] = new String(buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE), ISO_8859_1);
                }
                return count;
            });
        } catch (PosixException e) {
            return "";
        }
        return found[0];
    }

    static MemorySegment text(Arena arena, String raw) {
        return arena.allocateFrom(raw, ISO_8859_1);
    }
}
