package dev.astern.journal.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.astern.journal.Flaw;
import dev.astern.journal.Parsed;
import dev.astern.journal.note.SigningKey;
import java.util.Arrays;
import java.util.Base64;

/** Private keys in PKCS #8 PEM, as OpenSSL writes and reads them. */
public final class PemKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
    private static final String END = "\n-----END PRIVATE KEY-----\n";
    private static final int LINE = 64;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(LINE, new byte[] {'\n'});

    private PemKey() {}

    /** Ed25519. */
    public static byte[] write(SigningKey key) {
        return write(key.pkcs8());
    }

    public static byte[] write(byte[] pkcs8) {
        return (BEGIN + LINES.encodeToString(pkcs8) + END).getBytes(US_ASCII);
    }

    /** Ed25519. */
    public static Parsed<SigningKey> read(byte[] pem) {
        return pkcs8(pem).then(SigningKey::ofPkcs8);
    }

    /**
     * Reads exactly what {@link #write} writes. Nothing of what was read is ever repeated: it may be a key with one wrong
     * character.
     */
    public static Parsed<byte[]> pkcs8(byte[] pem) {
        var text = new String(pem, US_ASCII);
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() <= BEGIN.length() + END.length()) {
            return Parsed.malformed(Flaw.PRIVATE_KEY);
        }
        var base64 = text.substring(BEGIN.length(), text.length() - END.length());
        try {
            var pkcs8 = Base64.getDecoder().decode(base64.replace("\n", ""));
            return Arrays.equals(write(pkcs8), pem) ? Parsed.read(pkcs8) : Parsed.malformed(Flaw.PRIVATE_KEY);
        } catch (IllegalArgumentException e) {
            return Parsed.malformed(Flaw.PRIVATE_KEY);
        }
    }
}
