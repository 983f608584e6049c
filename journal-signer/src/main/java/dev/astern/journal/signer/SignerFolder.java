package dev.astern.journal.signer;

import dev.astern.journal.disk.Disk;
import dev.astern.journal.disk.FolderLock;
import dev.astern.journal.disk.LocalDisk;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.signer.SignerException.Why;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder of a signer: below {@code logs/N} each log it ever signed for, of which the last one counts, with its keys
 * and with what it signed last.
 */
public final class SignerFolder {
    private static final String LOGS = "logs";

    private final Disk disk;
    private final Path folder;
    private final Generations logs;

    SignerFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
        this.logs = new Generations(disk, folder.resolve(LOGS));
    }

    /**
     * Opens the signer of a log. In a folder without any it makes a key; who calls compares that the verifier key is the
     * one the log had before.
     *
     * @param origin of the log, and the name it signs under
     * @throws SignerException when the folder is in use, is another log's, or is not as it was left
     */
    public static LocalSigner open(Path folder, String origin) {
        return locked(folder, (signers, lock) -> signers.open(origin, new SecureRandom(), lock));
    }

    /**
     * Begins a new log with a new key, when entries of the old one were lost. The old log's keys and what it signed last
     * stay aside and sign no more. Begun already, and nothing signed yet, it is opened as it is.
     *
     * @param newOrigin none that the folder had before: two logs of one origin are a fork
     */
    public static LocalSigner startOver(Path folder, String newOrigin) {
        return locked(folder, (signers, lock) -> signers.startOver(newOrigin, new SecureRandom(), lock));
    }

    /**
     * What was signed last for a log, by the folder's memory, also for one that is kept aside since {@link #startOver}.
     *
     * @return nothing when the folder has no such log whose keys and memory can be read
     */
    public static Optional<TreeHead> remembered(Path folder, String origin) {
        return new SignerFolder(new LocalDisk(), folder.toAbsolutePath()).remembered(origin);
    }

    Optional<TreeHead> remembered(String origin) {
        try {
            return logs.all().stream()
                    .filter(log -> isOf(log, origin))
                    .map(log -> LastSigned.in(disk, log, origin).read())
                    .findFirst();
        } catch (SignerException | IOException e) {
            return Optional.empty();
        }
    }

    LocalSigner open(String origin, SecureRandom random, Closeable lock) throws IOException {
        prepare();
        var all = logs.all();
        return signer(all.isEmpty() ? create(origin, random) : all.getLast(), origin, lock);
    }

    LocalSigner startOver(String newOrigin, SecureRandom random, Closeable lock) throws IOException {
        prepare();
        var all = logs.all();
        if (all.isEmpty() || all.stream().noneMatch(log -> isOf(log, newOrigin))) {
            return signer(create(newOrigin, random), newOrigin, lock);
        }
        var signer = signer(all.getLast(), newOrigin, lock);
        if (!signer.lastSigned().equals(TreeHead.EMPTY)) {
            throw new SignerException(
                    Why.ORIGIN, "the log " + newOrigin + " has signed already; a new one has another origin");
        }
        return signer;
    }

    private void prepare() throws IOException {
        disk.makeFolder(folder);
        disk.makeFolder(logs.folder());
        disk.sync(folder);
        disk.sync(Objects.requireNonNull(folder.getParent(), "parent"));
    }

    /** A log comes to be with its memory and its key at once, so that a memory that is missing later was lost. */
    private Path create(String origin, SecureRandom random) throws IOException {
        var first = new NoteSigner(origin, SigningKey.generate(random));
        return logs.add(log -> {
            var memory = LastSigned.in(disk, log, origin);
            disk.write(memory.file(), memory.render(TreeHead.EMPTY));
            Keys.in(disk, log).create(first);
        });
    }

    private LocalSigner signer(Path log, String origin, Closeable lock) throws IOException {
        var keys = Keys.in(disk, log);
        var current = keys.read();
        var name = current.signer().name();
        if (!name.equals(origin)) {
            throw new SignerException(Why.ORIGIN, folder + " is the signer of " + name + ", not of " + origin);
        }
        return new LocalSigner(keys, SecondKey.in(disk, log, origin), LastSigned.in(disk, log, origin), current, lock);
    }

    /** A log whose keys are lost was not necessarily another one, but nobody can sign for it again either way. */
    private boolean isOf(Path log, String origin) {
        try {
            return Keys.in(disk, log).read().signer().name().equals(origin);
        } catch (SignerException | IOException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Opening {
        LocalSigner open(SignerFolder signers, FolderLock lock) throws IOException;
    }

    private static LocalSigner locked(Path given, Opening opening) {
        var folder = given.toAbsolutePath();
        try {
            Files.createDirectories(Objects.requireNonNull(folder.getParent(), "parent"));
            new LocalDisk().makeFolder(folder);
            var lock = FolderLock.take(folder)
                    .orElseThrow(() -> new SignerException(Why.LOCKED, folder + " is in use by another signer"));
            return open(folder, opening, lock);
        } catch (IOException e) {
            throw new SignerException(Why.STORAGE, folder + " can't be read or written", e);
        }
    }

    /** The lock is the signer's from here on, unless there is none. */
    private static LocalSigner open(Path folder, Opening opening, FolderLock lock) throws IOException {
        try {
            return opening.open(new SignerFolder(new LocalDisk(), folder), lock);
        } catch (SignerException | IOException e) {
            lock.close();
            throw e;
        }
    }
}
