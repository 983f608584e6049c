package dev.astern.workspace.posix;

import java.io.IOException;

/** A system call that failed, with the number it failed with. */
public final class PosixException extends IOException {
    private static final long serialVersionUID = 1L;

    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EAGAIN = 11;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENOTDIR = 20;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;

    private final int errno;

    PosixException(String call, int errno) {
        super(call + " failed with error " + errno);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }

    /** Nothing is there, or what should be a folder on the way is none. */
    public boolean absent() {
        return errno == ENOENT || errno == ENOTDIR;
    }

    public boolean is(int number) {
        return errno == number;
    }
}
