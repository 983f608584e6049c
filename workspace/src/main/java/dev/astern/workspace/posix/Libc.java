package dev.astern.workspace.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The C library's functions, and how to call them. What Java's own file API can't do without races is done here. */
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    static final MethodHandle SYSCALL =
            variadic(1, "syscall", JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle OPEN = variadic(2, "open", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle OPENAT = variadic(3, "openat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle CLOSE = plain("close", JAVA_INT, JAVA_INT);
    static final MethodHandle READ = plain("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle WRITE = plain("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle LSEEK = plain("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle FSYNC = plain("fsync", JAVA_INT, JAVA_INT);
    static final MethodHandle SYNCFS = plain("syncfs", JAVA_INT, JAVA_INT);
    static final MethodHandle IOCTL = variadic(2, "ioctl", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    static final MethodHandle STATX = plain("statx", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle GETDENTS = plain("getdents64", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle MKDIRAT = plain("mkdirat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle UNLINKAT = plain("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle RENAMEAT2 = plain("renameat2", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle LINKAT = plain("linkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle SYMLINKAT = plain("symlinkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle READLINKAT = plain("readlinkat", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle FCHMODAT = plain("fchmodat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle FCHOWNAT = plain("fchownat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle UTIMENSAT = plain("utimensat", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    static final MethodHandle FGETXATTR = plain("fgetxattr", JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle INOTIFY_INIT = plain("inotify_init1", JAVA_INT, JAVA_INT);
    static final MethodHandle INOTIFY_ADD = plain("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle INOTIFY_REMOVE = plain("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT);

    private Libc() {}

    /** One call; the arena lives as long as it. */
    interface Invocation {
        long run(Arena arena, MemorySegment errno) throws Throwable;
    }

    /** Calls until it is not interrupted. */
    static long call(String name, Invocation invocation) throws PosixException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CAPTURE);
            while (true) {
                long answer = invocation.run(arena, state);
                if (answer >= 0) {
                    return answer;
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (errno != PosixException.EINTR) {
                    throw new PosixException(name, errno);
                }
            }
        } catch (PosixException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of " + name + " can't be made: bug", e);
        }
    }

    private static MethodHandle plain(String name, MemoryLayout answer, MemoryLayout... arguments) {
        return handle(name, FunctionDescriptor.of(answer, arguments), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(int fixed, String name, MemoryLayout answer, MemoryLayout... arguments) {
        return handle(
                name,
                FunctionDescriptor.of(answer, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        var address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException("this system's C library has no " + name));
        return LINKER.downcallHandle(address, shape, options);
    }
}
