package dev.astern.connector.sql.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;

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

    /** The same digest per transaction as {@code astern.observe_xact} takes, for many transactions at once. */
    public static String query(TrackedTable table) {
        var columns = table.stored().stream().map(c -> "j." + c.journalName()).collect(Collectors.joining(", "));
        return """
                SELECT i.xact::text, encode(sha256(string_agg(i.h, ''::bytea)), 'hex')
                  FROM (SELECT j.xact, sha256(record_send(ROW(%s)))
                                   || CASE j.side WHEN '+' THEN '\\x2b'::bytea ELSE '\\x2d'::bytea END AS h
                          FROM %s j WHERE j.xact = ANY (?::text[]::bigint[]) ORDER BY 1, 2) i
                 GROUP BY i.xact
                """.formatted(columns, table.journalTable());
    }
}
