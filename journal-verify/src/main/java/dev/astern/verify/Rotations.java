package dev.astern.verify;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.bundle.RotationLine;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteCheck;
import dev.astern.journal.note.NoteVerifier;
import dev.astern.journal.note.Reading;
import dev.astern.journal.note.VerifierKey;
import dev.astern.journal.policy.RotationStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The statements of {@code rotations.jsonl}, in order. */
record Rotations(List<Rotation> statements) {
    Rotations {
        statements = List.copyOf(statements);
    }

    /** A statement, and the note that is to show who made it. */
    record Rotation(RotationStatement statement, Note note) {
        boolean isSignedBy(VerifierKey key) {
            return key.name().equals(statement.origin())
                    && new NoteVerifier(List.of(key), Reading.STRICT).verify(note) instanceof NoteCheck.Verified;
        }
    }

    static Parsed<Rotations> parse(byte[] file) {
        var statements = new ArrayList<Rotation>();
        int start = 0;
        for (int end = 0; end < file.length; end++) {
            if (file[end] == '\n') {
                switch (rotation(Arrays.copyOfRange(file, start, end))) {
                    case Parsed.Read<Rotation>(var rotation) -> statements.add(rotation);
                    case Parsed.Malformed<Rotation>(var flaw) -> {
                        return Parsed.malformed(flaw);
                    }
                }
                start = end + 1;
            }
        }
        return start < file.length ? Parsed.malformed(Flaw.LINE_END) : Parsed.read(new Rotations(statements));
    }

    private static Parsed<Rotation> rotation(byte[] line) {
        return RotationLine.parse(line)
                .then(note -> RotationStatement.of(note).then(statement -> Parsed.read(new Rotation(statement, note))));
    }

    /**
     * From where on they have to be followed. A policy may name a later key than the first; for how that came to be nobody
     * has to answer.
     */
    List<Rotation> after(List<VerifierKey> known) {
        for (int i = 0; i < statements.size(); i++) {
            var rotation = statements.get(i);
            if (known.stream().anyMatch(rotation::isSignedBy)) {
                return statements.subList(i, statements.size());
            }
            if (known.contains(rotation.statement().next())) {
                return statements.subList(i + 1, statements.size());
            }
        }
        return statements;
    }
}
