package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoteTest {
    /** The example of C2SP signed-note. */
    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    private static final String LINE = NOTE.lines().skip(2).findFirst().orElseThrow() + "\n";
    private static final NoteSigner OTHER = new NoteSigner("other", SigningKey.ofSeed(new byte[32]));

    @Test
    void the_specifications_example_verifies() {
        var note = read(NOTE);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.encode()).isEqualTo(NOTE.getBytes(UTF_8));
        assertThat(verifier(Reading.STRICT).verify(note)).isInstanceOf(NoteCheck.Verified.class);
        assertThat(verifier(Reading.STRICT).verify(read(NOTE.replace("This", "That"))))
                .isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.SIGNATURE, 1));
    }

    /** The example of Go's own package for notes. */
    @Test
    void gos_example_verifies() {
        var note = read("""
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """);
        var key = key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        assertThat(new NoteVerifier(List.of(key), Reading.STRICT).verify(note)).isInstanceOf(NoteCheck.Verified.class);
    }

    @Test
    void the_last_empty_line_ends_the_text() {
        var text = "\n\nOgnuno sta solo\n\n\u2014 no signature\n\ned \u00e8 subito sera.\n\n\n";
        var note = new Note(text, List.of(OTHER.sign(text)));
        assertThat(Note.parse(note.encode())).isEqualTo(Parsed.read(note));
        assertThat(new NoteVerifier(List.of(OTHER.verifier()), Reading.STRICT).verify(note))
                .isInstanceOf(NoteCheck.Verified.class);
    }

    @Test
    void an_unknown_signature_is_refused_or_reported() {
        var note = read(NOTE).with(OTHER.sign("anything\n"));
        assertThat(verifier(Reading.STRICT).verify(note))
                .isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.UNKNOWN_KEY, 2));
        assertThat(verifier(Reading.INTEROPERABLE).verify(note))
                .isEqualTo(new NoteCheck.Verified(
                        List.of(new VerifiedSignature(key(), Optional.empty())),
                        List.of(note.signatures().get(1))));
    }

    @Test
    void a_repeated_signature_is_refused_or_reported_and_checked_all_the_same() {
        var signature = read(NOTE).signatures().getFirst();
        var note = read(NOTE).with(signature);
        assertThat(verifier(Reading.STRICT).verify(note)).isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.REPEATED, 2));
        assertThat(verifier(Reading.INTEROPERABLE).verify(note))
                .isInstanceOfSatisfying(
                        NoteCheck.Verified.class,
                        verified -> assertThat(verified.ignored()).containsExactly(signature));
        var bytes = signature.signature().toArray();
        bytes[5] ^= 1;
        var wrong = new NoteSignature(signature.keyName(), signature.keyId(), Bytes.copyOf(bytes));
        assertThat(verifier(Reading.INTEROPERABLE).verify(read(NOTE).with(wrong)))
                .isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.SIGNATURE, 2));
    }

    @Test
    void a_signature_of_another_length_is_none() {
        var signature = read(NOTE).signatures().getFirst();
        for (int length : new int[] {1, 32, 63}) {
            var cut = new NoteSignature(
                    signature.keyName(),
                    signature.keyId(),
                    signature.signature().slice(0, length));
            assertThat(verifier(Reading.INTEROPERABLE).verify(new Note("a\n", List.of(cut))))
                    .isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.FORM, 1));
        }
    }

    @Test
    void a_note_that_no_known_key_signed_is_rejected() {
        var note = new Note("a\n", List.of(OTHER.sign("a\n")));
        assertThat(verifier(Reading.INTEROPERABLE).verify(note))
                .isEqualTo(new NoteCheck.Rejected(NoteCheck.Step.NO_KNOWN_KEY, 0));
    }

    @Test
    void malformed_notes_say_why() {
        assertFlaw(Flaw.TOO_LARGE, "x".repeat(Note.MAX_BYTES) + "\n\n" + LINE);
        assertThat(Note.parse("\u00e8\n\n".getBytes(ISO_8859_1))).isEqualTo(Parsed.malformed(Flaw.NOT_UTF8));
        assertFlaw(Flaw.CONTROL_CHARACTER, NOTE.replace("\n", "\r\n"));
        assertFlaw(Flaw.CONTROL_CHARACTER, NOTE.replace("This", "\0his"));
        assertFlaw(Flaw.NOTE_TEXT, "");
        assertFlaw(Flaw.NOTE_TEXT, NOTE.stripTrailing());
        assertFlaw(Flaw.NO_SIGNATURES, "a\n");
        assertFlaw(Flaw.NO_SIGNATURES, "a\n" + LINE);
        assertFlaw(Flaw.NO_SIGNATURES, "a\n\n");
        assertFlaw(Flaw.NO_SIGNATURES, NOTE + "\n");
        assertFlaw(Flaw.TOO_MANY_SIGNATURES, "a\n\n" + LINE.repeat(65));
        assertFlaw(Flaw.SIGNATURE_LINE, NOTE.replace('\u2014', '-'));
        assertFlaw(Flaw.SIGNATURE_LINE, NOTE.replace(" example.com", "  example.com"));
        assertFlaw(Flaw.SIGNATURE_LINE, NOTE.replace("QM=\n", "QM= \n"));
        assertFlaw(Flaw.SIGNATURE_LINE, NOTE + "x\n");
        assertFlaw(Flaw.KEY_NAME, NOTE.replace("com/foo", "com+foo"));
        assertFlaw(Flaw.KEY_NAME, NOTE.replace("com/foo", "com\u00a0foo"));
        assertFlaw(Flaw.KEY_NAME, NOTE.replace("com/foo", "com\u0085foo"));
        assertFlaw(Flaw.KEY_NAME, NOTE.replace("com/foo", "com\u2028foo"));
        assertFlaw(Flaw.KEY_NAME, NOTE.replace("example.com/foo", ""));
        assertFlaw(Flaw.SIGNATURE, NOTE.replace("QM=\n", "QM\n"));
        assertFlaw(Flaw.SIGNATURE, NOTE.replace("QM=\n", "QN=\n"));
        assertFlaw(Flaw.SIGNATURE, NOTE.replace("QM=\n", "Q_=\n"));
        assertFlaw(Flaw.SIGNATURE, "a\n\n\u2014 k AAAAAA==\n");
        assertFlaw(Flaw.SIGNATURE, "a\n\n\u2014 k \n");
    }

    @Test
    void sixteen_large_signatures_are_read() {
        var large = new NoteSignature("k", 1, Bytes.copyOf(new byte[5_000]));
        var note = new Note("a\n", Collections.nCopies(16, large));
        assertThat(Note.parse(note.encode())).isEqualTo(Parsed.read(note));
    }

    @Test
    void two_keys_of_one_name_and_id_are_refused() {
        assertThatThrownBy(() -> new NoteVerifier(List.of(key(), key()), Reading.STRICT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertFlaw(Flaw flaw, String note) {
        assertThat(Note.parse(note.getBytes(UTF_8))).as("%s", flaw).isEqualTo(Parsed.malformed(flaw));
    }

    private static NoteVerifier verifier(Reading reading) {
        return new NoteVerifier(List.of(key()), reading);
    }

    private static VerifierKey key() {
        return key(KEY);
    }

    private static VerifierKey key(String text) {
        return switch (VerifierKey.parse(text)) {
            case Parsed.Read<VerifierKey>(var key) -> key;
            case Parsed.Malformed<VerifierKey>(var flaw) -> throw new AssertionError(flaw);
        };
    }

    private static Note read(String text) {
        return switch (Note.parse(text.getBytes(UTF_8))) {
            case Parsed.Read<Note>(var note) -> note;
            case Parsed.Malformed<Note>(var flaw) -> throw new AssertionError(flaw);
        };
    }
}
