package dev.astern.workspace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.Posix.Rename;
import dev.astern.workspace.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Small files that are there whole or not at all, and stay after a loss of power. */
final class DurableFile {
    private DurableFile() {}

    static void replace(Fd folder, String name, byte[] content) throws IOException {
        write(folder, temp(name), name, content, Rename.REPLACE);
    }

    /** Returns false where somebody was first. */
    static boolean create(Fd folder, String name, String content) throws IOException {
        var temp = temp(name);
        try {
            write(folder, temp, name, content.getBytes(UTF_8), Rename.NO_REPLACE);
            return true;
        } catch (PosixException e) {
            if (e.is(PosixException.EEXIST)) {
                Posix.unlink(folder, temp);
                return false;
            }
            throw e;
        }
    }

    private static void write(Fd folder, String temp, String name, byte[] content, Rename how) throws IOException {
        try (var file = Posix.open(folder, temp, Posix.WRITE_NEW, 0600)) {
            var direct = ByteBuffer.allocateDirect(Math.max(1, content.length));
            Posix.write(file, direct.put(content).flip());
            Posix.sync(file);
        }
        Posix.rename(folder, temp, folder, name, how);
        Posix.sync(folder);
    }

    /** Two may write the same at once, and one that died may have left its own. */
    private static String temp(String name) {
        return name + "." + UUID.randomUUID() + ".new";
    }
}
