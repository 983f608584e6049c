package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** What may be signed: lines of UTF-8, the last of which ends, too. */
public final class NoteText {
    private static final int FIRST_PRINTABLE = 0x20;

    private NoteText() {}

    /** Why a note can't have this text, if it can't. */
    public static Optional<Flaw> flaw(String text) {
        if (!UTF_8.newEncoder().canEncode(text)) {
            return Optional.of(Flaw.NOT_UTF8);
        }
        if (text.chars().anyMatch(character -> character < FIRST_PRINTABLE && character != '\n')) {
            return Optional.of(Flaw.CONTROL_CHARACTER);
        }
        return text.endsWith("\n") ? Optional.empty() : Optional.of(Flaw.NOTE_TEXT);
    }

    /** Java replaces what is not UTF-8 unless it is told not to; then two inputs would be one text. */
    public static Parsed<String> decode(byte[] bytes) {
        try {
            return Parsed.read(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Parsed.malformed(Flaw.NOT_UTF8);
        }
    }
}
