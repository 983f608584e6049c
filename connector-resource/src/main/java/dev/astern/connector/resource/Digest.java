package dev.astern.connector.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** SHA-256 over images in one unambiguous writing: each text with its length before it, fields in the order of names. */
final class Digest {
    private static final int NONE = -1;

    private final MessageDigest hash;

    Digest() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String of(List<Effect> effects) {
        if (effects.isEmpty()) {
            return "";
        }
        var digest = new Digest();
        for (var effect : effects) {
            digest.text(effect.resource())
                    .text(effect.kind().name())
                    .image(effect.key())
                    .image(effect.before())
                    .image(effect.after());
        }
        return digest.hex();
    }

    /** Over what the effects changed or removed, as it was; empty where nothing was there. */
    static String before(List<Effect> effects) {
        var digest = new Digest();
        boolean any = false;
        for (var effect : effects) {
            if (effect.before() != null) {
                any = true;
                digest.text(effect.resource()).image(effect.key()).image(effect.before());
            }
        }
        return any ? digest.hex() : "";
    }

    Digest text(@Nullable String text) {
        if (text == null) {
            return number(NONE);
        }
        var bytes = text.getBytes(UTF_8);
        number(bytes.length);
        hash.update(bytes);
        return this;
    }

    Digest image(@Nullable Image image) {
        if (image == null) {
            return number(NONE);
        }
        number(image.fields().size());
        new TreeMap<>(image.fields()).forEach((name, value) -> text(name).text(value));
        return this;
    }

    private Digest number(int number) {
        hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(hash.digest());
    }
}
