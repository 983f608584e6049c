package dev.astern.journal.witness;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.astern.journal.Bytes;
import dev.astern.journal.Decimal;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The request that a witness cosigns a checkpoint.
 *
 * @param oldSize of the checkpoint that the witness cosigned last
 * @param proof that the new checkpoint's tree begins with that one's
 * @param checkpoint signed by its log; what its text says is still to be read
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, Note checkpoint) {
    /** A tree of 2^63 leaves has no longer proofs. */
    public static final int MAX_HASHES = 63;

    /** The longest lines that can be, and the longest note. */
    public static final int MAX_BYTES = 32 + MAX_HASHES * 45 + Note.MAX_BYTES;

    private static final String OLD = "old ";

    public AddCheckpoint {
        proof = List.copyOf(proof);
        if (oldSize < 0 || proof.size() > MAX_HASHES) {
            throw new IllegalArgumentException("no proof of " + proof.size() + " hashes from " + oldSize + ": bug");
        }
    }

    public byte[] encode() {
        var lines = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> lines.append(hash.base64()).append('\n'));
        var body = new ByteArrayOutputStream();
        body.writeBytes(lines.append('\n').toString().getBytes(US_ASCII));
        body.writeBytes(checkpoint.encode());
        return body.toByteArray();
    }

    public static Parsed<AddCheckpoint> parse(byte[] body) {
        if (body.length > MAX_BYTES) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        int end = emptyLine(body);
        if (end < 0) {
            return Parsed.malformed(Flaw.ADD_CHECKPOINT);
        }
        var bytes = Bytes.copyOf(body);
        // What is not ASCII becomes a character that no line may have.
        var lines = List.of(new String(bytes.slice(0, end).toArray(), US_ASCII).split("\n", -1));
        var note = bytes.slice(end + 2, bytes.length()).toArray();
        return oldSize(lines.getFirst())
                .then(oldSize -> proof(lines.subList(1, lines.size()))
                        .then(proof -> Note.parse(note)
                                .then(checkpoint -> Parsed.read(new AddCheckpoint(oldSize, proof, checkpoint)))));
    }

    private static int emptyLine(byte[] body) {
        for (int i = 0; i + 1 < body.length; i++) {
            if (body[i] == '\n' && body[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Parsed<Long> oldSize(String line) {
        var size = line.startsWith(OLD) ? Decimal.parse(line.substring(OLD.length())) : OptionalLong.empty();
        return size.isPresent() ? Parsed.read(size.getAsLong()) : Parsed.malformed(Flaw.OLD_SIZE);
    }

    private static Parsed<List<Hash>> proof(List<String> lines) {
        if (lines.size() > MAX_HASHES) {
            return Parsed.malformed(Flaw.PROOF_LINE);
        }
        var hashes = new ArrayList<Hash>();
        for (var line : lines) {
            var hash = Hash.fromBase64(line);
            if (hash.isEmpty()) {
                return Parsed.malformed(Flaw.PROOF_LINE);
            }
            hashes.add(hash.get());
        }
        return Parsed.read(hashes);
    }
}
