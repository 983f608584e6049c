package dev.astern.connector.sql.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;

/** The digest of an action's images, taken when they are written and again before they are used. */
public final class ImageDigest {
    private ImageDigest() {}

    /** One digest over those of all journals, by their numbers; empty for none. */
    public static String over(SortedMap<Integer, String> journals) {
        if (journals.isEmpty()) {
            return "";
        }
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            journals.forEach(
                    (journal, digest) -> sha.update((journal + ":" + digest + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
