package dev.astern.journal.policy;

import dev.astern.journal.Decimal;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.KeyType;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteSigner;
import dev.astern.journal.note.VerifierKey;
import java.util.List;

/**
 * By which a log's key hands over to the next one. It says nothing before the signature of the old key is verified.
 *
 * @param origin of which log
 * @param next the new key
 * @param treeSize from which size on the new key signs
 */
public record RotationStatement(String origin, VerifierKey next, long treeSize) {
    private static final String TITLE = "astern key rotation";
    private static final int LINES = 4;

    public RotationStatement {
        if (!next.name().equals(origin) || next.type() != KeyType.ED25519 || treeSize < 0) {
            throw new IllegalArgumentException("no key of a log: " + next.name() + ": bug");
        }
    }

    /** Reads a note's text, whoever signed it. */
    public static Parsed<RotationStatement> of(Note note) {
        var lines = List.of(note.text().split("\n", -1));
        if (lines.size() != LINES + 1 || !lines.getFirst().equals(TITLE)) {
            return Parsed.malformed(Flaw.ROTATION);
        }
        var size = Decimal.parse(lines.get(3));
        if (size.isEmpty()) {
            return Parsed.malformed(Flaw.TREE_SIZE);
        }
        return VerifierKey.parse(lines.get(2))
                .then(key -> key.type() == KeyType.ED25519 && key.name().equals(lines.get(1))
                        ? Parsed.read(new RotationStatement(lines.get(1), key, size.getAsLong()))
                        : Parsed.malformed(Flaw.ROTATION));
    }

    /** What is signed. */
    public String text() {
        return String.join("\n", TITLE, origin, next.text(), Long.toString(treeSize), "");
    }

    public Note signedBy(NoteSigner old) {
        return new Note(text(), List.of(old.sign(text())));
    }
}
