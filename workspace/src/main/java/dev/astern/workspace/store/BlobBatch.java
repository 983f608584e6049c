package dev.astern.workspace.store;

import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.Texts;
import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.Posix.Rename;
import dev.astern.workspace.posix.PosixException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contents on their way into the store. Closing without a commit forgets them. */
public final class BlobBatch implements Contents, Texts, AutoCloseable {
    /** From here on one sync of the whole file system is cheaper than one for each file. */
    private static final int FEW = 8;

    private record Incoming(String name, long size) {}

    private final Blobs blobs;
    private final Map<String, Incoming> taken = new HashMap<>();
    private volatile boolean stopped;

    BlobBatch(Blobs blobs) {
        this.blobs = blobs;
    }

    /** Copies while it reads, since what is read twice may be two things. */
    @Override
    public String take(Fd file) throws IOException {
        var name = blobs.newName();
        try (var copy = Posix.open(blobs.incoming(), name, Posix.WRITE_NEW, 0600)) {
            var sha = Contents.sha256();
            long size = fill(file, copy, sha);
            var digest = HexFormat.of().formatHex(sha.digest());
            if (taken.containsKey(digest) || blobs.has(digest)) {
                Posix.unlink(blobs.incoming(), name);
            } else {
                taken.put(digest, new Incoming(name, size));
            }
            return digest;
        }
    }

    /** Takes contents that are in memory. */
    public String take(byte[] content) throws IOException {
        var digest = HexFormat.of().formatHex(Contents.sha256().digest(content));
        if (taken.containsKey(digest) || blobs.has(digest)) {
            return digest;
        }
        var name = blobs.newName();
        try (var copy = Posix.open(blobs.incoming(), name, Posix.WRITE_NEW, 0600)) {
            var direct = ByteBuffer.allocateDirect(Math.max(1, content.length));
            Posix.write(copy, direct.put(content).flip());
        }
        taken.put(digest, new Incoming(name, content.length));
        return digest;
    }

    /** What was taken before, also before it is durable. */
    public byte[] read(String digest) throws IOException {
        var one = taken.get(digest);
        try (var file = one == null ? blobs.open(digest) : Posix.open(blobs.incoming(), one.name(), Posix.READ, 0)) {
            return Blobs.bytes(file);
        }
    }

    @Override
    public @Nullable String text(String digest, long size) {
        try {
            return Blobs.text(read(digest));
        } catch (IOException e) {
            return null;
        }
    }

    private long fill(Fd from, Fd to, java.security.MessageDigest sha) throws IOException {
        boolean shared = Posix.reflink(from, to);
        // Where the blocks are shared the original may move on, so that the copy is what is digested.
        var source = shared ? to : from;
        var block = ByteBuffer.allocateDirect(BLOCK);
        long size = 0;
        while (Posix.read(source, block.clear()) > 0) {
            if (stopped) {
                throw new InterruptedIOException("it was ended");
            }
            block.flip();
            size += block.remaining();
            sha.update(block);
            if (!shared) {
                Posix.write(to, block.flip());
            }
        }
        return size;
    }

    /** From another thread: nothing more is taken. */
    public void stop() {
        stopped = true;
    }

    /** Makes everything taken durable, then gives it its name. */
    public void commit() throws IOException {
        if (taken.isEmpty()) {
            return;
        }
        if (taken.size() > FEW) {
            Posix.syncFileSystem(blobs.incoming());
        } else {
            for (var one : taken.values()) {
                try (var file = Posix.open(blobs.incoming(), one.name(), Posix.READ, 0)) {
                    Posix.sync(file);
                }
            }
        }
        for (var one : taken.entrySet()) {
            name(one.getKey(), one.getValue());
        }
        syncNames();
        taken.clear();
    }

    private void name(String digest, Incoming one) throws IOException {
        try (var fan = blobs.fan(digest)) {
            Posix.rename(blobs.incoming(), one.name(), fan, digest, Rename.NO_REPLACE);
            blobs.added(one.size());
        } catch (PosixException e) {
            if (!e.is(PosixException.EEXIST)) {
                throw e;
            }
            Posix.unlink(blobs.incoming(), one.name());
        }
    }

    private void syncNames() throws IOException {
        if (taken.size() > FEW) {
            Posix.syncFileSystem(blobs.incoming());
            return;
        }
        Set<String> synced = new HashSet<>();
        for (var digest : taken.keySet()) {
            if (synced.add(digest.substring(0, 2))) {
                try (var fan = blobs.fan(digest)) {
                    Posix.sync(fan);
                }
            }
        }
    }

    @Override
    public void close() {
        for (var one : taken.values()) {
            // What stays here is cleared away when the store is opened the next time.
            Posix.tryUnlink(blobs.incoming(), one.name());
        }
        taken.clear();
    }
}
