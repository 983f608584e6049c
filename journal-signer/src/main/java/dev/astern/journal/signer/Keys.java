package dev.astern.journal.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Parsed;
import dev.astern.journal.disk.Disk;
import dev.astern.journal.disk.PemKey;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.SigningKey;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.RotationStatement;
import dev.astern.journal.signer.SignerException.Why;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A log's keys, the last of which signs. Each is a folder with the key, the verifier key that belongs to it, and, for all
 * but the first, the statement by which the key before it handed over.
 */
record Keys(Disk disk, Generations generations) {
    static final String NAME = "keys";
    static final String KEY = "key.pem";
    static final String VERIFIER_KEY = "verifier-key";
    static final String STATEMENT = "statement";

    static Keys in(Disk disk, Path folder) {
        return new Keys(disk, new Generations(disk, folder.resolve(NAME)));
    }

    /** What was read, and found to belong together. */
    record Current(NoteSigner signer, List<Note> statements) {}

    Current read() throws IOException {
        var folders = generations.all();
        if (folders.isEmpty()) {
            throw unusable(generations.folder());
        }
        var statements = new ArrayList<Note>();
        var key = verifierKey(folders.getFirst());
        for (var folder : folders.subList(1, folders.size())) {
            var next = verifierKey(folder);
            statements.add(statement(folder, key, next));
            key = next;
        }
        return new Current(signer(folders.getLast(), key), statements);
    }

    /** Adds a first key. */
    void create(NoteSigner first) throws IOException {
        disk.makeFolder(generations.folder());
        generations.add(folder -> write(folder, first));
        disk.sync(generations.folder());
    }

    /** Adds the next key, and with it what makes it believed: neither is there without the other. */
    void add(NoteSigner next, Note statement) throws IOException {
        generations.add(folder -> {
            write(folder, next);
            disk.write(folder.resolve(STATEMENT), statement.encode());
        });
    }

    private void write(Path folder, NoteSigner signer) throws IOException {
        disk.write(folder.resolve(KEY), PemKey.write(signer.key()));
        disk.write(folder.resolve(VERIFIER_KEY), (signer.verifier().text() + "\n").getBytes(UTF_8));
    }

    private NoteSigner signer(Path folder, VerifierKey expected) throws IOException {
        var file = folder.resolve(KEY);
        var key = PemKey.read(bytes(file));
        if (!(key instanceof Parsed.Read<SigningKey>(var read))
                || !read.publicKey().equals(expected.publicKey())) {
            throw unusable(file);
        }
        return new NoteSigner(expected.name(), read);
    }

    private VerifierKey verifierKey(Path folder) throws IOException {
        var file = folder.resolve(VERIFIER_KEY);
        var text = new String(bytes(file), UTF_8);
        if (!text.endsWith("\n")
                || !(VerifierKey.parse(text.substring(0, text.length() - 1))
                        instanceof Parsed.Read<VerifierKey>(var key))
                || key.type() != KeyType.ED25519) {
            throw unusable(file);
        }
        return key;
    }

    private Note statement(Path folder, VerifierKey old, VerifierKey next) throws IOException {
        var file = folder.resolve(STATEMENT);
        if (!(Note.parse(bytes(file)) instanceof Parsed.Read<Note>(var note))
                || !(RotationStatement.of(note) instanceof Parsed.Read<RotationStatement>(var statement))
                || !next.name().equals(old.name())
                || !next.equals(statement.next())
                || !(new NoteVerifier(List.of(old), Reading.STRICT).verify(note) instanceof NoteCheck.Verified)) {
            throw unusable(file);
        }
        return note;
    }

    private byte[] bytes(Path file) throws IOException {
        return disk.read(file).orElseThrow(() -> unusable(file));
    }

    private static SignerException unusable(Path file) {
        return new SignerException(Why.KEY, file + " is missing or is not what was written to it");
    }
}
