package dev.astern.connector.sql.erase;

import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.catalog.ErasedImages;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that finds one person's images in one journal, with all other images of the same rows in the same transactions, and
 * puts random values in their place. Where nothing says which image belongs to which, the transaction is marked: what is
 * left of it can't be told from the erased.
 */
record JournalHits(TrackedTable table, List<TrackedColumn> about, String person) {
    private static final String SIGN = "CASE j.side WHEN '+' THEN 1 ELSE -1 END";

    JournalHits {
        about = List.copyOf(about);
    }

    /** The rows by transaction, where the table has a key. */
    String rows() {
        return "astern_hit_" + table.journal();
    }

    /** The images, each with the number of its row. */
    String images() {
        return "astern_hit_images_" + table.journal();
    }

    /** What became of each row. */
    String effects() {
        return "astern_hit_effects_" + table.journal();
    }

    List<String> find() {
        return table.keyed() ? List.of(keyedRows(), keyedImages(), kinds()) : List.of(keylessImages(), kinds());
    }

    private String matches() {
        var name = Identifiers.literal(person);
        return about.stream()
                .map(c -> "(j." + c.journalName() + "::text COLLATE \"C\") = " + name)
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private String keys(String alias) {
        return table.keyColumns().stream()
                .map(c -> alias + "." + c.journalName())
                .collect(Collectors.joining(", "));
    }

    private String sameKey(String one, String other) {
        return table.keyColumns().stream()
                .map(c -> one + "." + c.journalName() + " = " + other + "." + c.journalName())
                .collect(Collectors.joining(" AND "));
    }

    private String keyedRows() {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                SELECT row_number() OVER () AS effect, h.* FROM (
                    SELECT DISTINCT j.xact, %2$s FROM %3$s j WHERE %4$s) h
                """.formatted(rows(), keys("j"), table.journalTable(), matches());
    }

    private String keyedImages() {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                SELECT j.tableoid AS part, j.ctid AS place, j.xact, %2$s AS s, %3$s AS h, r.effect, true AS paired
                  FROM %4$s j JOIN %5$s r ON r.xact = j.xact AND %6$s
                """.formatted(images(), SIGN, table.imageHash("j"), table.journalTable(), rows(), sameKey("r", "j"));
    }

    /** An update's two images stand at the same place of their sides, as long as both sides have the same number. */
    private String keylessImages() {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                WITH ranked AS MATERIALIZED (
                    SELECT j.tableoid AS part, j.ctid AS place, j.xact, %2$s AS s, %3$s AS h, %4$s AS hit,
                           row_number() OVER (PARTITION BY j.xact, j.side ORDER BY j.place) AS rank
                      FROM %5$s j WHERE j.xact IN (SELECT j.xact FROM %5$s j WHERE %4$s)),
                sides AS (
                    SELECT r.xact,
                           (count(*) FILTER (WHERE s < 0) IN (0, count(*) FILTER (WHERE s > 0))
                               OR count(*) FILTER (WHERE s > 0) = 0)
                           AND NOT EXISTS (SELECT FROM astern.erased e
                                            WHERE e.xact = r.xact AND e.journal = %6$s AND e.mixed) AS paired
                      FROM ranked r GROUP BY r.xact),
                grouped AS (
                    SELECT ranked.*, paired, CASE WHEN paired THEN 0 ELSE s END AS apart
                      FROM ranked JOIN sides USING (xact))
                SELECT part, place, xact, s, h, effect, paired
                  FROM (SELECT g.*, bool_or(hit) OVER (PARTITION BY xact, rank, apart) AS any_hit,
                               dense_rank() OVER (ORDER BY xact, rank, apart) AS effect FROM grouped g) g
                 WHERE any_hit
                """.formatted(images(), SIGN, table.imageHash("j"), matches(), table.journalTable(), table.journal());
    }

    private String kinds() {
        return """
                CREATE TEMP TABLE %1$s ON COMMIT DROP AS
                SELECT effect, xact,
                       CASE WHEN sum(s) > 0 THEN 'I' WHEN sum(s) < 0 THEN 'D'
                            WHEN array_agg(h ORDER BY h) FILTER (WHERE s > 0)
                                 IS NOT DISTINCT FROM array_agg(h ORDER BY h) FILTER (WHERE s < 0) THEN '-'
                            ELSE 'U' END AS kind
                  FROM %2$s GROUP BY effect, xact
                """.formatted(effects(), images());
    }

    String count() {
        return "SELECT count(*) FROM " + images();
    }

    String transactions() {
        return "SELECT DISTINCT xact FROM " + images();
    }

    /** Leaves out what belongs to held transactions. */
    String letGo(String held) {
        return "DELETE FROM " + images() + " i WHERE i.xact IN (" + held + ")";
    }

    /** Each image's place is taken by a random value; then the images go. */
    List<String> replace() {
        var mixed = "e.xact IN (SELECT xact FROM astern_mixed)";
        return List.of(
                "CREATE TEMP TABLE astern_mixed ON COMMIT DROP AS " + mixed(),
                """
                INSERT INTO astern.erased (xact, journal, side, token, effect, kind, mixed)
                SELECT i.xact, %1$s, CASE WHEN i.s > 0 THEN '+' ELSE '-' END::"char",
                       uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
                       (SELECT coalesce(max(effect), 0) FROM astern.erased) + i.effect, e.kind::"char", %2$s
                  FROM %3$s i JOIN %4$s e USING (effect, xact)
                """.formatted(table.journal(), mixed, images(), effects()),
                "DELETE FROM " + table.journalTable() + " j USING " + images()
                        + " i WHERE j.ctid = i.place AND j.tableoid = i.part",
                "DROP TABLE astern_mixed");
    }

    /**
     * Without a key, transactions in which sides do not pair. With one that names the person, a row that got another name
     * is one row gone and another one new.
     */
    private String mixed() {
        if (!table.keyed()) {
            return "SELECT DISTINCT xact FROM " + images() + " WHERE NOT paired";
        }
        if (about.stream().noneMatch(table.keyColumns()::contains)) {
            return "SELECT 0::bigint AS xact WHERE false";
        }
        return """
                SELECT DISTINCT e.xact FROM %1$s e
                  JOIN (SELECT j.xact, sum(%2$s) AS s FROM %3$s j
                         WHERE j.xact IN (SELECT xact FROM %1$s)
                           AND NOT EXISTS (SELECT FROM %4$s i WHERE i.place = j.ctid AND i.part = j.tableoid)
                         GROUP BY j.xact, %5$s) o
                    ON o.xact = e.xact AND (e.kind = 'I' AND o.s < 0 OR e.kind = 'D' AND o.s > 0)
                """.formatted(effects(), SIGN, table.journalTable(), images(), keys("j"));
    }

    /** Digests over all images of the transactions in {@code astern_parts}, those of the erased by what stands for them. */
    static String digests(TrackedTable table) {
        var chosen = "(SELECT DISTINCT xact FROM astern_parts)";
        return """
                SELECT x.xact, encode(sha256(string_agg(x.g, ''::bytea ORDER BY x.g)), 'hex')
                  FROM (SELECT j.xact, %1$s || %2$s AS g FROM %3$s j WHERE j.xact IN %4$s
                        UNION ALL %5$s AND j.xact IN %4$s) x
                 GROUP BY x.xact
                """.formatted(
                        table.imageHash("j"),
                        ErasedImages.SIDE_OF_IMAGE,
                        table.journalTable(),
                        chosen,
                        ErasedImages.digested(table.journal(), "astern.erased"));
    }
}
