package dev.astern.journal.note;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import java.nio.ByteBuffer;

/**
 * A signature line, of a key that may be unknown.
 *
 * @param keyName which key it claims to be of
 * @param keyId the first 4 bytes of a hash over that key's name, type and bytes
 * @param signature what the key made; its form depends on the key's type
 */
public record NoteSignature(String keyName, int keyId, Bytes signature) {
    private static final String EM_DASH = "\u2014";
    private static final int PARTS = 3;

    public NoteSignature {
        KeyName.check(keyName);
        if (signature.length() == 0) {
            throw new IllegalArgumentException("a signature without bytes: bug");
        }
    }

    /** Reads a line without its newline. */
    static Parsed<NoteSignature> parse(String line) {
        var parts = line.split(" ", -1);
        if (parts.length != PARTS || !parts[0].equals(EM_DASH)) {
            return Parsed.malformed(Flaw.SIGNATURE_LINE);
        }
        if (!KeyName.isValid(parts[1])) {
            return Parsed.malformed(Flaw.KEY_NAME);
        }
        var bytes = Bytes.fromBase64(parts[2]).filter(decoded -> decoded.length() > Integer.BYTES);
        if (bytes.isEmpty()) {
            return Parsed.malformed(Flaw.SIGNATURE);
        }
        var buffer = ByteBuffer.wrap(bytes.get().toArray());
        var signature = bytes.get().slice(Integer.BYTES, bytes.get().length());
        return Parsed.read(new NoteSignature(parts[1], buffer.getInt(), signature));
    }

    /** The line with its newline. */
    public String line() {
        var bytes = ByteBuffer.allocate(Integer.BYTES + signature.length())
                .putInt(keyId)
                .put(signature.toArray());
        return EM_DASH + " " + keyName + " " + Bytes.copyOf(bytes.array()).base64() + "\n";
    }
}
