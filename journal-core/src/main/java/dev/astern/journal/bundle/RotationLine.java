package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import java.util.Map;

/** A line of {@code rotations.jsonl}: the note by which a key handed over to the next one. */
public final class RotationLine {
    public static final int MAX_BYTES = 2 * Note.MAX_BYTES;

    private RotationLine() {}

    public static byte[] encode(Note statement) {
        return CanonicalJson.write(Map.of("statement", new String(statement.encode(), UTF_8)))
                .getBytes(UTF_8);
    }

    /** Reads a line without its newline. */
    public static Parsed<Note> parse(byte[] line) {
        if (line.length > MAX_BYTES) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        return CanonicalJson.parseObject(line)
                .then(json -> json.size() == 1 && json.get("statement") instanceof String note
                        ? Note.parse(note.getBytes(UTF_8))
                        : Parsed.malformed(Flaw.ROTATION));
    }
}
