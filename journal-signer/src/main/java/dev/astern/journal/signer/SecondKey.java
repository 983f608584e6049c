package dev.astern.journal.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Parsed;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.disk.PemKey;
import dev.astern.journal.note.TreeSigner;
import dev.astern.journal.signer.SignerException.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A log's ML-DSA-44 key, if it has one. It is not handed over to from the Ed25519 keys, and not rotated with them: whoever
 * could break one of those could make such a statement, too. Who wants its word gets its verifier key another way.
 */
record SecondKey(Disk disk, Generations generations, String origin) {
    static final String NAME = "ml-dsa";

    static SecondKey in(Disk disk, Path folder, String origin) {
        return new SecondKey(disk, new Generations(disk, folder.resolve(NAME)), origin);
    }

    Optional<TreeSigner> read() throws IOException {
        var all = generations.all();
        return all.isEmpty() ? Optional.empty() : Optional.of(read(all.getLast()));
    }

    private TreeSigner read(Path folder) throws IOException {
        var pem = disk.read(folder.resolve(Keys.KEY));
        var expected = disk.read(folder.resolve(Keys.VERIFIER_KEY));
        if (pem.isPresent()
                && PemKey.pkcs8(pem.get()).then(key -> TreeSigner.ofPkcs8(origin, key))
                        instanceof Parsed.Read<TreeSigner>(var signer)
                && expected.filter(bytes -> Arrays.equals(bytes, verifierKey(signer)))
                        .isPresent()) {
            return signer;
        }
        throw new SignerException(Why.KEY, folder + " is not what was written to it");
    }

    void create(TreeSigner signer) throws IOException {
        disk.makeFolder(generations.folder());
        disk.sync(Objects.requireNonNull(generations.folder().getParent(), "parent"));
        generations.add(folder -> {
            disk.write(folder.resolve(Keys.KEY), PemKey.write(signer.pkcs8()));
            disk.write(folder.resolve(Keys.VERIFIER_KEY), verifierKey(signer));
        });
    }

    private static byte[] verifierKey(TreeSigner signer) {
        return (signer.verifier().text() + "\n").getBytes(UTF_8);
    }
}
