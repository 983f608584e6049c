package dev.astern.journal.entry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.astern.journal.Base64Url;
import dev.astern.journal.CanonicalJson;
import dev.astern.journal.Flaw;
import dev.astern.journal.Hash;
import dev.astern.journal.Parsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that an entry binds by a digest and does not contain. Nobody can guess it from the digest, because of its
 * salt. Source: RFC 9901, section 4.2.
 */
public final class Disclosure {
    public static final int SALT_BYTES = 16;
    public static final int MAX_LENGTH = 16 << 20;

    private static final int MAX_SALT_BYTES = 64;

    private final String text;
    private final Optional<String> name;
    private final @Nullable Object value;

    private Disclosure(String text, Optional<String> name, @Nullable Object value) {
        this.text = text;
        this.name = name;
        this.value = value;
    }

    /**
     * A field of the entry.
     *
     * @param salt fresh random bytes
     * @param value anything that has a canonical form
     */
    public static Disclosure field(byte[] salt, String name, @Nullable Object value) {
        if (Digests.isName(name)) {
            throw new IllegalArgumentException("a field has the name of digests: " + name + ": bug");
        }
        return new Disclosure(text(salt, name, value), Optional.of(name), value);
    }

    /** An element of an array, in whose place there is {@code {"...": digest}}. */
    public static Disclosure element(byte[] salt, @Nullable Object value) {
        return new Disclosure(text(salt, value), Optional.empty(), value);
    }

    private static String text(byte[] salt, @Nullable Object... rest) {
        if (salt.length < SALT_BYTES || salt.length > MAX_SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 16 to 64 bytes, not " + salt.length + ": bug");
        }
        var array = new ArrayList<@Nullable Object>();
        array.add(Base64Url.encode(salt));
        array.addAll(Arrays.asList(rest));
        var text = Base64Url.encode(CanonicalJson.write(array).getBytes(UTF_8));
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a disclosure of " + text.length() + " characters is too large");
        }
        return text;
    }

    /** Reads what {@link #field} or {@link #element} made. Whether an entry has its digest is another question. */
    public static Parsed<Disclosure> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Parsed.malformed(Flaw.TOO_LARGE);
        }
        var decoded = Base64Url.decode(text);
        if (decoded.isEmpty()
                || !(CanonicalJson.parse(decoded.get()) instanceof Parsed.Read<Object>(var json))
                || !(json instanceof List<?> array)
                || array.size() < 2
                || array.size() > 3) {
            return Parsed.malformed(Flaw.DISCLOSURE);
        }
        return of(text, array);
    }

    private static Parsed<Disclosure> of(String text, List<?> array) {
        if (!(array.getFirst() instanceof String salt) || !isSalt(salt)) {
            return Parsed.malformed(Flaw.DISCLOSURE_SALT);
        }
        if (Digests.count(array.getLast(), false) < 0) {
            return Parsed.malformed(Flaw.ENTRY_DIGESTS);
        }
        if (array.size() == 2) {
            return Parsed.read(new Disclosure(text, Optional.empty(), array.getLast()));
        }
        return array.get(1) instanceof String name && !Digests.isName(name)
                ? Parsed.read(new Disclosure(text, Optional.of(name), array.getLast()))
                : Parsed.malformed(Flaw.DISCLOSURE_NAME);
    }

    private static boolean isSalt(String salt) {
        return Base64Url.decode(salt)
                .filter(bytes -> bytes.length >= SALT_BYTES && bytes.length <= MAX_SALT_BYTES)
                .isPresent();
    }

    /** Base64url, without padding, of the canonical JSON array of salt, name and value, or of salt and value. */
    public String text() {
        return text;
    }

    /** A field's name; empty for an element of an array. */
    public Optional<String> name() {
        return name;
    }

    public @Nullable Object value() {
        return value;
    }

    /** Base64url of SHA-256 over the text. */
    public String digest() {
        return Base64Url.encode(Hash.sha256(text.getBytes(US_ASCII)).toArray());
    }

    /** Sorted, as an entry lists them: their order must not tell which is which. */
    public static List<String> digests(List<Disclosure> disclosures) {
        return disclosures.stream().map(Disclosure::digest).sorted().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Disclosure that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** It may be personal, so nothing of it is shown. */
    @Override
    public String toString() {
        return "Disclosure[digest=" + digest() + "]";
    }
}
