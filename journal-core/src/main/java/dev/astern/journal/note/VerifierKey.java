package dev.astern.journal.note;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A public key that somebody trusts, with the name it signs under.
 *
 * @param publicKey as RFC 8032 encodes it, or FIPS 204
 */
public record VerifierKey(String name, KeyType type, Bytes publicKey) {
    private static final int MAX_LENGTH = 4_096;
    private static final int PARTS = 3;

    public VerifierKey {
        KeyName.check(name);
        if (!type.isUsable(publicKey)) {
            throw new IllegalArgumentException(Flaw.PUBLIC_KEY.sentence() + ": bug");
        }
    }

    /** Reads {@code NAME+KEYID+KEY}, as {@link #text} writes it. */
    public static Parsed<VerifierKey> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        // Base64 has plus signs, too; the name has none.
        var parts = text.split("\\+", PARTS);
        if (parts.length != PARTS) {
            return Parsed.malformed(Flaw.VERIFIER_KEY);
        }
        if (!KeyName.isValid(parts[0])) {
            return Parsed.malformed(Flaw.KEY_NAME);
        }
        return key(parts[0], parts[2])
                .then(key -> key.hexId().equals(parts[1]) ? Parsed.read(key) : Parsed.malformed(Flaw.KEY_ID));
    }

    private static Parsed<VerifierKey> key(String name, String base64) {
        var bytes = Bytes.fromBase64(base64);
        if (bytes.isEmpty() || bytes.get().length() == 0) {
            return Parsed.malformed(Flaw.PUBLIC_KEY);
        }
        var type = KeyType.of(bytes.get().get(0));
        if (type.isEmpty()) {
            return Parsed.malformed(Flaw.KEY_TYPE);
        }
        var publicKey = bytes.get().slice(1, bytes.get().length());
        return type.get().isUsable(publicKey)
                ? Parsed.read(new VerifierKey(name, type.get(), publicKey))
                : Parsed.malformed(Flaw.PUBLIC_KEY);
    }

    /** C2SP signed-note: the first 4 bytes of SHA-256 over name, newline, type and key. */
    public int keyId() {
        var hashed = new ByteArrayOutputStream();
        hashed.writeBytes(name.getBytes(UTF_8));
        hashed.write('\n');
        hashed.writeBytes(typed());
        return ByteBuffer.wrap(Hash.sha256(hashed.toByteArray()).toArray()).getInt();
    }

    /** Whether a signature names this key. */
    boolean isNamedBy(NoteSignature signature) {
        return signature.keyName().equals(name) && signature.keyId() == keyId();
    }

    public String text() {
        return name + "+" + hexId() + "+" + Bytes.copyOf(typed()).base64();
    }

    private String hexId() {
        return HexFormat.of().toHexDigits(keyId());
    }

    private byte[] typed() {
        return ByteBuffer.allocate(1 + publicKey.length())
                .put(type.identifier())
                .put(publicKey.toArray())
                .array();
    }
}
