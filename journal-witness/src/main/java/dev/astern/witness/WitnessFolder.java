package dev.astern.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Parsed;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.disk.FolderLock;
import dev.astern.journal.disk.LocalDisk;
import dev.astern.journal.disk.PemKey;
import dev.astern.journal.note.Cosigner;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A witness's key and state, found or made. A key without its state may have cosigned what nobody knows of, so the two
 * come to be together, unless somebody says that the key is fresh.
 */
final class WitnessFolder implements Closeable {
    private static final String VERIFIER_KEY = "verifier-key";
    private static final String LOGS = "logs";

    private final Disk disk;
    private final Path folder;
    private final Cosigner cosigner;
    private final FolderLock lock;

    private WitnessFolder(Disk disk, Path folder, Cosigner cosigner, FolderLock lock) {
        this.disk = disk;
        this.folder = folder;
        this.cosigner = cosigner;
        this.lock = lock;
    }

    /**
     * @param name under which the witness signs
     * @param fresh whether a key that is there may be given a new state
     * @throws IOException in a sentence for people, when key and state are not what they have to be
     */
    static WitnessFolder open(Path keyFile, Path state, String name, boolean fresh) throws IOException {
        var disk = new LocalDisk();
        var folder = state.toAbsolutePath();
        Files.createDirectories(parent(folder));
        disk.makeFolder(folder);
        var lock = FolderLock.take(folder).orElseThrow(() -> new IOException(folder + " is in use by another witness"));
        try {
            var cosigner = cosigner(disk, keyFile.toAbsolutePath(), folder, name, fresh);
            return new WitnessFolder(disk, folder, cosigner, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static Cosigner cosigner(Disk disk, Path keyFile, Path folder, String name, boolean fresh)
            throws IOException {
        var key = disk.read(keyFile);
        var known = disk.read(folder.resolve(VERIFIER_KEY));
        if (known.isEmpty() && key.isPresent() && !fresh) {
            throw new IOException(keyFile + " has no state in " + folder
                    + "; if it has never cosigned anything, say so with --fresh");
        }
        if (known.isPresent() && key.isEmpty()) {
            throw new IOException(folder + " is the state of a key that is not in " + keyFile);
        }
        var cosigner = new Cosigner(name, key.isPresent() ? read(keyFile, key.get()) : create(disk, keyFile));
        var expected = (cosigner.verifier().text() + "\n").getBytes(UTF_8);
        if (known.isPresent() && !Arrays.equals(known.get(), expected)) {
            throw new IOException(folder + " is the state of another key or name");
        }
        disk.makeFolder(folder.resolve(LOGS));
        disk.replace(folder.resolve(VERIFIER_KEY), expected);
        return cosigner;
    }

    private static SigningKey read(Path file, byte[] pem) throws IOException {
        return switch (PemKey.read(pem)) {
            case Parsed.Read<SigningKey>(var key) -> key;
            case Parsed.Malformed<SigningKey>(var flaw) -> throw new IOException(file + ": " + flaw.sentence());
        };
    }

    private static SigningKey create(Disk disk, Path file) throws IOException {
        var key = SigningKey.generate(new SecureRandom());
        disk.replace(file, PemKey.write(key));
        return key;
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent(), "parent");
    }

    VerifierKey verifierKey() {
        return cosigner.verifier();
    }

    Witness witness(List<VerifierKey> logKeys) {
        return new Witness(disk, folder.resolve(LOGS), logKeys, cosigner, Clock.systemUTC());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
