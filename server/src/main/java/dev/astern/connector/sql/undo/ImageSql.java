package dev.astern.connector.sql.undo;

import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.stream.Collectors;

/** The selection's images of one journal, copied out and hashed once: by the hashes they are checked and counted. */
final class ImageSql {
    private ImageSql() {}

    static String name(TrackedTable journal) {
        return "astern_img_" + journal.journal();
    }

    static String any(TrackedTable journal) {
        return "SELECT EXISTS (SELECT FROM " + journal.journalTable() + " j WHERE j.xact = ANY (?::text[]::bigint[]))";
    }

    /**
     * {@code s} is −1 for a before-image and 1 for an after-image; {@code place} is their order, where the journal keeps
     * one.
     */
    static String create(TrackedTable journal) {
        return create(journal, journal.journalTable() + " j WHERE j.xact = ANY (?::text[]::bigint[])");
    }

    /** Those that the transaction wrote itself; the parameter is the secret of the target's previews. */
    static String createOwn(TrackedTable journal) {
        var columns = journal.stored().stream()
                .map(c -> c.journalName() + " " + c.type() + ", ")
                .collect(Collectors.joining());
        return create(
                journal,
                "astern.own_images(?, " + journal.journal() + ") AS j(xact bigint, side \"char\", " + columns
                        + "place bigint)");
    }

    private static String create(TrackedTable journal, String from) {
        var columns = journal.stored().stream().map(TrackedColumn::journalName).toList();
        return "CREATE TEMP TABLE " + name(journal) + " ON COMMIT DROP AS SELECT "
                + columns.stream().map(c -> "j." + c + ", ").collect(Collectors.joining())
                + hash(columns.stream().map(c -> "j." + c).collect(Collectors.joining(", "))) + " AS h,"
                + " CASE j.side WHEN '+' THEN 1 ELSE -1 END AS s, j.xact, "
                + (journal.keyed() ? "NULL::bigint" : "j.place") + " AS place FROM " + from;
    }

    /** Of a row's binary form, which is equal exactly where the rows are. */
    static String hash(String columns) {
        return "sha256(record_send(ROW(" + columns + ")))";
    }

    /** The same digest per transaction as {@code astern.observe_xact} takes, for many transactions at once. */
    static String digests(TrackedTable journal) {
        return """
                SELECT i.xact::text, encode(sha256(string_agg(i.g, ''::bytea)), 'hex')
                  FROM (SELECT xact, h || CASE s WHEN 1 THEN '\\x2b'::bytea ELSE '\\x2d'::bytea END AS g FROM %s
                        UNION ALL %s ORDER BY 1, 2) i
                 GROUP BY i.xact
                """.formatted(name(journal), ErasedImages.digested(journal.journal(), ErasedImages.COPY));
    }
}
