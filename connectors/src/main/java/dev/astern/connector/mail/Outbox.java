package dev.astern.connector.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.astern.connector.common.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * Mails in a folder, one file each, which all nodes that send them share. A file is replaced by renaming and is durable before
 * a method returns. Every change is made under one lock that dies with its process.
 */
final class Outbox {
    /** Also what keeps a name inside the folder. */
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");

    private static final String MAIL = ".json";
    /** Files can't tell threads of one process apart. */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final Path folder;

    Outbox(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** What is done to the outbox while nobody else changes it. */
    interface Change<T> {
        T make() throws IOException;
    }

    <T> T locked(Change<T> change) throws IOException {
        made();
        var here = HERE.computeIfAbsent(folder, path -> new ReentrantLock());
        here.lock();
        try (var channel = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
                var everywhere = channel.lock()) {
            if (!everywhere.isValid()) {
                throw new IOException("the outbox can't be locked");
            }
            return change.make();
        } finally {
            here.unlock();
        }
    }

    /** Nobody else on this host reads what people write to each other. */
    private void made() throws IOException {
        if (!Files.isDirectory(folder.resolve("parts"))) {
            var mine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(folder, mine);
            Files.createDirectories(folder.resolve("parts"), mine);
            Files.createDirectories(folder.resolve("sending"), mine);
            durable(folder);
        }
    }

    private Path file(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id: bug");
        }
        return folder.resolve(id + MAIL);
    }

    /** Nothing where there is none. */
    Optional<Mail> read(String id) throws IOException {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Texts.JSON.readValue(Files.readString(file(id), UTF_8), Mail.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new IOException("the file of mail " + id + " can't be read", e);
        }
    }

    /** All of them, in the order of their ids. A file that can't be read stops nobody else's mail. */
    List<Mail> all() throws IOException {
        var mails = new ArrayList<Mail>();
        if (!Files.isDirectory(folder)) {
            return mails;
        }
        try (var files = Files.newDirectoryStream(folder, "*" + MAIL)) {
            for (var file : files) {
                var name = String.valueOf(file.getFileName());
                try {
                    read(name.substring(0, name.length() - MAIL.length())).ifPresent(mails::add);
                } catch (IOException e) {
                    System.getLogger(Outbox.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
                }
            }
        }
        mails.sort((one, other) -> one.id().compareTo(other.id()));
        return mails;
    }

    /**
     * To be called under the lock.
     *
     * @return as written, with its new version
     */
    Mail write(Mail mail) throws IOException {
        var written = mail.change().version(UUID.randomUUID().toString()).done();
        replace(file(mail.id()), Texts.JSON.writeValueAsBytes(written));
        return written;
    }

    /** To be called under the lock. */
    void delete(String id) throws IOException {
        Files.deleteIfExists(file(id));
        durable(folder);
    }

    private static void replace(Path file, byte[] content) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING)) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        durable(file.resolveSibling("."));
    }

    private static void durable(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    /** Keeps an attachment, or a whole message, under its digest. */
    String keep(byte[] content) throws IOException {
        made();
        var digest = digest(content);
        var file = folder.resolve("parts").resolve(digest);
        if (!Files.exists(file)) {
            replace(folder.resolve("parts").resolve(digest), content);
        }
        return digest;
    }

    byte[] part(String digest) throws IOException {
        var content = Files.readAllBytes(folder.resolve("parts").resolve(digest));
        if (!digest(content).equals(digest)) {
            throw new IOException("an attachment was altered in the outbox");
        }
        return content;
    }

    boolean has(String digest) {
        return Files.exists(folder.resolve("parts").resolve(digest));
    }

    /** When a mail was last written. */
    long changedMs(String id) throws IOException {
        return Files.getLastModifiedTime(file(id)).toMillis();
    }

    /** Whether every file of a mail can be read, so that it is known what all of them name. */
    boolean isReadable() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*" + MAIL)) {
            int count = 0;
            for (var _ : files) {
                count++;
            }
            return count == all().size();
        }
    }

    /**
     * Deletes contents that no mail has named for long enough: until then an undo may bring back a draft that does. To be
     * called under the lock.
     *
     * @param needed their digests, which are noted as needed now
     * @param beforeMs what was needed then or later stays
     */
    void cleanParts(Set<String> needed, long nowMs, long beforeMs) throws IOException {
        try (var files = Files.newDirectoryStream(folder.resolve("parts"))) {
            for (var file : files) {
                if (needed.contains(String.valueOf(file.getFileName()))) {
                    Files.setLastModifiedTime(file, FileTime.fromMillis(nowMs));
                } else if (Files.getLastModifiedTime(file).toMillis() < beforeMs) {
                    Files.deleteIfExists(file);
                }
            }
        }
        // Of mails that have been deleted since; nobody hands them over.
        try (var files = Files.newDirectoryStream(folder.resolve("sending"))) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toMillis() < beforeMs
                        && !Files.exists(folder.resolve(file.getFileName() + MAIL))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Held while a mail is handed over; whoever can take it in turn knows that the holder is dead. */
    interface Claim {
        void close() throws IOException;
    }

    /** Nothing where somebody alive has it. */
    Optional<Claim> claim(String id) throws IOException {
        made();
        var path = folder.resolve("sending").resolve(id);
        var channel = FileChannel.open(path, CREATE, WRITE);
        try {
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(channel::close);
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
        }
        channel.close();
        return Optional.empty();
    }
}
