package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and signatures over it. Nothing in it is to be believed before {@link NoteVerifier} has checked them.
 *
 * @param text with its last newline
 */
public record Note(String text, List<NoteSignature> signatures) {
    /** Enough for 16 post-quantum signatures, which every verifier has to read, and then some. */
    public static final int MAX_BYTES = 256 * 1024;

    public static final int MAX_SIGNATURES = 64;

    public Note {
        signatures = List.copyOf(signatures);
        NoteText.flaw(text).ifPresent(flaw -> {
            throw new IllegalArgumentException(flaw.sentence() + ": bug");
        });
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note has no " + signatures.size() + " signatures: bug");
        }
    }

    public static Parsed<Note> parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        return NoteText.decode(bytes).then(Note::split);
    }

    /** The text may have empty lines; the last empty line of the whole is where it ends. */
    private static Parsed<Note> split(String whole) {
        var flaw = NoteText.flaw(whole);
        if (flaw.isPresent()) {
            return Parsed.malformed(flaw.get());
        }
        int end = whole.lastIndexOf("\n\n");
        if (end < 0 || end + 2 == whole.length()) {
            return Parsed.malformed(Flaw.NO_SIGNATURES);
        }
        var text = whole.substring(0, end + 1);
        var lines = whole.substring(end + 2, whole.length() - 1).split("\n", -1);
        return signatures(lines).then(signatures -> Parsed.read(new Note(text, signatures)));
    }

    private static Parsed<List<NoteSignature>> signatures(String[] lines) {
        if (lines.length > MAX_SIGNATURES) {
            return Parsed.malformed(Flaw.TOO_MANY_SIGNATURES);
        }
        var signatures = new ArrayList<NoteSignature>();
        for (var line : lines) {
            switch (NoteSignature.parse(line)) {
                case Parsed.Read<NoteSignature>(var signature) -> signatures.add(signature);
                case Parsed.Malformed<NoteSignature>(var flaw) -> {
                    return Parsed.malformed(flaw);
                }
            }
        }
        return Parsed.read(signatures);
    }

    /** The same text with one more signature. */
    public Note with(NoteSignature signature) {
        var all = new ArrayList<>(signatures);
        all.add(signature);
        return new Note(text, all);
    }

    public byte[] encode() {
        var whole = new StringBuilder(text).append('\n');
        signatures.forEach(signature -> whole.append(signature.line()));
        return whole.toString().getBytes(UTF_8);
    }
}
