package dev.astern.journal.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.util.List;

/** A line of {@code proofs.jsonl}. There is one for every entry, so it is read without a general parser. */
public final class ProofLine {
    private static final byte[] BEGIN = "{\"hashes\":[".getBytes(US_ASCII);
    private static final byte[] MIDDLE = "],\"index\":".getBytes(US_ASCII);
    private static final int MAX_HASHES = 63;
    /** A hash in base64, in quotation marks, after a comma. */
    private static final int ITEM = Base64Hash.LENGTH + 3;

    /** More bytes than any has. */
    public static final int MAX_BYTES = BEGIN.length + MAX_HASHES * ITEM + MIDDLE.length + 20;

    private final long index;
    private final byte[] hashes;

    private ProofLine(long index, byte[] hashes) {
        this.index = index;
        this.hashes = hashes;
    }

    /** The entry's, in the log. */
    public long index() {
        return index;
    }

    /** From the leaf's sibling up to the root's child, 32 bytes each; not a copy. */
    public byte[] hashes() {
        return hashes;
    }

    public static byte[] encode(long index, List<Hash> hashes) {
        var text = new StringBuilder("{\"hashes\":[");
        var separator = "";
        for (var hash : hashes) {
            text.append(separator).append('"').append(hash.base64()).append('"');
            separator = ",";
        }
        return text.append("],\"index\":").append(index).append('}').toString().getBytes(US_ASCII);
    }

    /** Reads a line without its newline. */
    public static Parsed<ProofLine> parse(byte[] in, int from, int to) {
        if (to - from > MAX_BYTES) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        int items = items(in, from + BEGIN.length, to);
        int afterItems = from + BEGIN.length + items * ITEM - (items == 0 ? 0 : 1);
        if (!hasAt(in, from, to, BEGIN) || !hasAt(in, afterItems, to, MIDDLE) || items > MAX_HASHES) {
            return Parsed.malformed(Flaw.INCLUSION_LINE);
        }
        var hashes = new byte[items * Hash.SIZE_BYTES];
        for (int i = 0; i < items; i++) {
            int at = from + BEGIN.length + i * ITEM;
            if ((i > 0 && in[at - 1] != ',')
                    || in[at] != '"'
                    || in[at + Base64Hash.LENGTH + 1] != '"'
                    || !Base64Hash.decode(in, at + 1, hashes, i * Hash.SIZE_BYTES)) {
                return Parsed.malformed(Flaw.INCLUSION_LINE);
            }
        }
        long index = index(in, afterItems + MIDDLE.length, to);
        return index < 0 ? Parsed.malformed(Flaw.INCLUSION_LINE) : Parsed.read(new ProofLine(index, hashes));
    }

    /** How many items there would be between here and what is always behind them; the items are still to be looked at. */
    private static int items(byte[] in, int from, int to) {
        int at = to - 1;
        while (at > from && in[at] != ']') {
            at--;
        }
        return at <= from ? 0 : (at - from + 1) / ITEM;
    }

    private static boolean hasAt(byte[] in, int at, int to, byte[] expected) {
        if (at + expected.length > to) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (in[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Digits without zeros in front, and the brace that ends the line; −1 for anything else. */
    private static long index(byte[] in, int from, int to) {
        int end = to - 1;
        int digits = end - from;
        if (digits < 1 || digits > 16 || in[end] != '}' || (digits > 1 && in[from] == '0')) {
            return -1;
        }
        long index = 0;
        for (int at = from; at < end; at++) {
            int digit = in[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index <= (1L << 53) - 1 ? index : -1;
    }
}
