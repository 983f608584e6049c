package dev.astern.workspace.store;

import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.Texts;
import dev.astern.workspace.posix.Fd;
import dev.astern.workspace.posix.Posix;
import dev.astern.workspace.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files by their SHA-256, each in a file of its own. What is under a digest's name is durable and never
 * changes; what is on its way there is under another name.
 */
public final class Blobs implements Texts, AutoCloseable {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Fd root;
    private final Fd incoming;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong names = new AtomicLong();

    public Blobs(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("incoming"));
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(folder.resolve(HexFormat.of().toHexDigits((byte) i)));
        }
        this.root = Posix.openFolder(folder);
        this.incoming = Posix.openFolder(folder.resolve("incoming"));
        Posix.sync(root);
        clear();
        bytes.set(count());
    }

    /** What a crash left on its way counts for nothing. */
    private void clear() throws IOException {
        for (var name : Posix.names(incoming)) {
            Posix.unlink(incoming, name);
        }
    }

    private long count() throws IOException {
        try (var all = Files.walk(folder, 2)) {
            return all.filter(Files::isRegularFile).mapToLong(Blobs::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The size of all contents kept. */
    public long bytes() {
        return bytes.get();
    }

    public boolean has(String digest) {
        try (var fan = fan(digest)) {
            return Posix.stat(fan, digest).isFile();
        } catch (PosixException e) {
            return false;
        }
    }

    /** Whether what is kept still is what its name says. */
    public boolean intact(String digest) {
        try (var file = open(digest)) {
            return Contents.digestOnly().take(file).equals(digest);
        } catch (IOException e) {
            return false;
        }
    }

    public Fd open(String digest) throws PosixException {
        try (var fan = fan(digest)) {
            return Posix.open(fan, digest, Posix.READ, 0);
        }
    }

    @Override
    public @Nullable String text(String digest, long size) {
        try (var file = open(digest)) {
            return text(bytes(file));
        } catch (IOException e) {
            return null;
        }
    }

    static @Nullable String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    public Path path(String digest) {
        return folder.resolve(checked(digest).substring(0, 2)).resolve(digest);
    }

    /** Forgets contents. Returns how many bytes that frees. */
    public long remove(String digest) throws IOException {
        try (var fan = fan(digest)) {
            long size = Posix.stat(fan, digest).sizeBytes();
            Posix.unlink(fan, digest);
            bytes.addAndGet(-size);
            return size;
        }
    }

    /** Forgets all contents but some. Returns how many bytes that frees, or would. */
    public long sweep(Set<String> stay, boolean dryRun) throws IOException {
        long freed = 0;
        try (var all = Files.walk(folder, 2)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var digest = file.getFileName().toString();
                if (DIGEST.matcher(digest).matches() && !stay.contains(digest)) {
                    freed += dryRun ? size(file) : remove(digest);
                }
            }
        }
        return freed;
    }

    /** Takes in contents; nothing counts before {@link BlobBatch#commit}. */
    public BlobBatch batch() {
        return new BlobBatch(this);
    }

    Fd fan(String digest) throws PosixException {
        return Posix.openFolder(root, checked(digest).substring(0, 2));
    }

    Fd incoming() {
        return incoming;
    }

    String newName() {
        return Long.toHexString(names.incrementAndGet());
    }

    void added(long size) {
        bytes.addAndGet(size);
    }

    private static String checked(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("expected a SHA-256 in hex: bug");
        }
        return digest;
    }

    /** All of a file, from where it stands. */
    public static byte[] bytes(Fd file) throws IOException {
        return bytes(file, Integer.MAX_VALUE);
    }

    /** At most so many of a file's bytes, from where it stands. */
    public static byte[] bytes(Fd file, int limit) throws IOException {
        var all = new ByteArrayOutputStream();
        var block = ByteBuffer.allocateDirect(Math.min(limit, Contents.BLOCK));
        while (all.size() < limit
                && Posix.read(file, block.clear().limit(Math.min(block.capacity(), limit - all.size()))) > 0) {
            var some = new byte[block.flip().remaining()];
            block.get(some);
            all.write(some, 0, some.length);
        }
        return all.toByteArray();
    }

    /** Copies what is left of one file to another. */
    public static void copy(Fd from, Fd to) throws IOException {
        if (Posix.reflink(from, to)) {
            return;
        }
        var block = ByteBuffer.allocateDirect(Contents.BLOCK);
        while (Posix.read(from, block.clear()) > 0) {
            Posix.write(to, block.flip());
        }
    }

    @Override
    public void close() {
        incoming.close();
        root.close();
    }
}
