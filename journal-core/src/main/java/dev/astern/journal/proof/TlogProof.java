package dev.astern.journal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Decimal;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.Note;
import dev.astern.journal.note.NoteText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * That a leaf is in a log, in a file of its own. The leaf itself is kept elsewhere.
 *
 * @param extra what the file has beside; nothing vouches for it, and we write none
 * @param index the leaf's, in the log
 * @param hashes from the leaf's sibling up to the root's child
 * @param checkpoint as the log and witnesses signed it
 */
public record TlogProof(Optional<Bytes> extra, long index, List<Hash> hashes, Note checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MAX_HASHES = 63;
    private static final int MAX_BYTES = 2 * Note.MAX_BYTES;

    public TlogProof {
        hashes = List.copyOf(hashes);
        if (index < 0
                || hashes.size() > MAX_HASHES
                || extra.filter(bytes -> bytes.length() == 0).isPresent()) {
            throw new IllegalArgumentException("no proof of leaf " + index + " has " + hashes.size() + " hashes: bug");
        }
    }

    public TlogProof(long index, List<Hash> hashes, Note checkpoint) {
        this(Optional.empty(), index, hashes, checkpoint);
    }

    public byte[] encode() {
        var text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(bytes -> text.append(EXTRA).append(bytes.base64()).append('\n'));
        text.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
        text.append('\n').append(new String(checkpoint.encode(), UTF_8));
        return text.toString().getBytes(UTF_8);
    }

    /** Reads what {@link #encode} writes. Nothing in it is to be believed before {@link TlogProofVerifier} checked it. */
    public static Parsed<TlogProof> parse(byte[] bytes) {
        return bytes.length > MAX_BYTES
                ? Parsed.malformed(Flaw.TOO_LARGE)
                : NoteText.decode(bytes).then(TlogProof::split);
    }

    private static Parsed<TlogProof> split(String text) {
        if (!text.startsWith(HEADER + "\n")) {
            return Parsed.malformed(Flaw.PROOF_HEADER);
        }
        int end = text.indexOf("\n\n");
        if (end < 0) {
            return Parsed.malformed(Flaw.PROOF_CHECKPOINT);
        }
        var lines = List.of(text.substring(0, end).split("\n", -1));
        return Note.parse(text.substring(end + 2).getBytes(UTF_8))
                .then(checkpoint -> extra(lines.subList(1, lines.size()), checkpoint));
    }

    private static Parsed<TlogProof> extra(List<String> lines, Note checkpoint) {
        if (lines.isEmpty() || !lines.getFirst().startsWith(EXTRA)) {
            return proof(Optional.empty(), lines, checkpoint);
        }
        var extra = Bytes.fromBase64(lines.getFirst().substring(EXTRA.length())).filter(bytes -> bytes.length() > 0);
        return extra.isEmpty()
                ? Parsed.malformed(Flaw.PROOF_EXTRA)
                : proof(extra, lines.subList(1, lines.size()), checkpoint);
    }

    private static Parsed<TlogProof> proof(Optional<Bytes> extra, List<String> lines, Note checkpoint) {
        if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
            return Parsed.malformed(Flaw.PROOF_INDEX);
        }
        var index = Decimal.parse(lines.getFirst().substring(INDEX.length()));
        if (index.isEmpty()) {
            return Parsed.malformed(Flaw.PROOF_INDEX);
        }
        var hashes = new ArrayList<Hash>();
        for (var line : lines.subList(1, lines.size())) {
            var hash = Hash.fromBase64(line);
            if (hash.isEmpty() || hashes.size() == MAX_HASHES) {
                return Parsed.malformed(Flaw.PROOF_HASH);
            }
            hashes.add(hash.get());
        }
        return Parsed.read(new TlogProof(extra, index.getAsLong(), hashes, checkpoint));
    }
}
