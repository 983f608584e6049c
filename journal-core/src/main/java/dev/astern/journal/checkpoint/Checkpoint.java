package dev.astern.journal.checkpoint;

import dev.astern.journal.Decimal;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteText;
import java.util.List;

/**
 * The state of a log at one size.
 *
 * @param origin which log
 * @param treeSize how many leaves it has
 * @param rootHash over all of them
 * @param extensions further lines; we write none, and what they mean nobody checks
 */
public record Checkpoint(String origin, long treeSize, Hash rootHash, List<String> extensions) {
    private static final int LINES = 3;

    public Checkpoint {
        extensions = List.copyOf(extensions);
        var written = write(origin, treeSize, rootHash, extensions);
        if (NoteText.flaw(written).isPresent() || written.split("\n", -1).length != LINES + extensions.size() + 1) {
            throw new IllegalArgumentException("a checkpoint's origin or extension is not one line: bug");
        }
        if (written.startsWith("\n") || written.contains("\n\n")) {
            throw new IllegalArgumentException("a checkpoint has an empty line: bug");
        }
        if (treeSize < 0 || (treeSize == 0 && !rootHash.equals(Hash.EMPTY_TREE))) {
            throw new IllegalArgumentException("no tree of " + treeSize + " leaves has root " + rootHash + ": bug");
        }
    }

    public Checkpoint(String origin, long treeSize, Hash rootHash) {
        this(origin, treeSize, rootHash, List.of());
    }

    /** Reads a note's text, whoever signed it. */
    public static Parsed<Checkpoint> of(Note note) {
        var lines = List.of(note.text().split("\n", -1));
        int count = lines.size() - 1;
        if (count < LINES || lines.subList(0, count).contains("")) {
            return Parsed.malformed(Flaw.CHECKPOINT_LINES);
        }
        var rootHash = Hash.fromBase64(lines.get(2));
        if (rootHash.isEmpty()) {
            return Parsed.malformed(Flaw.ROOT_HASH);
        }
        return size(lines.get(1))
                .then(size -> size == 0 && !rootHash.get().equals(Hash.EMPTY_TREE)
                        ? Parsed.malformed(Flaw.EMPTY_TREE)
                        : Parsed.read(
                                new Checkpoint(lines.getFirst(), size, rootHash.get(), lines.subList(LINES, count))));
    }

    private static Parsed<Long> size(String line) {
        var size = Decimal.parse(line);
        return size.isPresent() ? Parsed.read(size.getAsLong()) : Parsed.malformed(Flaw.TREE_SIZE);
    }

    /** What is signed. */
    public String text() {
        return write(origin, treeSize, rootHash, extensions);
    }

    private static String write(String origin, long treeSize, Hash rootHash, List<String> extensions) {
        var text = new StringBuilder();
        text.append(origin).append('\n');
        text.append(treeSize).append('\n');
        text.append(rootHash.base64()).append('\n');
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
