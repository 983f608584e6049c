package dev.astern.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that wraps all others. It comes from outside the store, so that the store alone, or a backup of it, can't be
 * read. It says nothing of itself in logs.
 */
public final class MasterKey {
    public static final int SIZE_BYTES = Aead.KEY_BYTES;

    private static final int TAG_BYTES = 16;

    private final Aead wrapping;
    private final byte[] naming;
    private final SecureRandom random;

    /** @param bytes 32 random bytes */
    public MasterKey(byte[] bytes, SecureRandom random) {
        this.wrapping = new Aead(derived(bytes, "astern wrapping key"));
        this.naming = derived(bytes, "astern naming key");
        this.random = random;
    }

    DataKey fresh(String id) {
        var bytes = new byte[Aead.KEY_BYTES];
        random.nextBytes(bytes);
        return new DataKey(id, bytes, random);
    }

    Bytes wrap(DataKey key) {
        return Bytes.copyOf(wrapping.seal(key.bytes(), key.id().getBytes(UTF_8), random));
    }

    /** Empty when another master key wrapped it, or it was changed. */
    Optional<DataKey> unwrap(String id, Bytes wrapped) {
        return wrapping.open(wrapped.toArray(), id.getBytes(UTF_8))
                .filter(bytes -> bytes.length == Aead.KEY_BYTES)
                .map(bytes -> new DataKey(id, bytes, random));
    }

    /** A name for a person that nobody without this key can guess or recognise. */
    public String pseudonym(String person) {
        var digest = hmac(naming, person);
        return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    }

    private static byte[] derived(byte[] bytes, String purpose) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a master key has 32 bytes, not " + bytes.length);
        }
        return hmac(bytes, purpose);
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[…]";
    }
}
