package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import java.util.List;

/** Functions that tell how far a transaction reaches: how many rows its tables have, and how much money it moved. */
final class MeasureSql {
    /** A table of at most so many bytes is counted; about four thousand rows, which takes less than a millisecond. */
    private static final int SMALL_BYTES = 512 * 1024;

    private MeasureSql() {}

    static List<String> statements(Roles roles) {
        return List.of(
                TABLE_ROWS,
                MOVED,
                "REVOKE ALL ON FUNCTION astern.table_rows(), astern.moved(text, integer, integer[], integer[]) FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION astern.table_rows(), astern.moved(text, integer, integer[], integer[]) TO "
                        + Identifiers.quote(roles.agents()));
    }

    /**
     * How many rows the tables have that this transaction changed: counted where they are small, otherwise the smallest of
     * what the database estimates, because a table taken for larger than it is would make a change look small. Null
     * where it has no estimate.
     */
    private static final String TABLE_ROWS = """
            CREATE OR REPLACE FUNCTION astern.table_rows(OUT journal integer, OUT counted boolean, OUT rows bigint)
            RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE t record;
            BEGIN
              FOR t IN
                SELECT k.journal AS number, k.rel::regclass AS name, c.relkind, s.bytes, s.estimate
                  FROM astern.tracked k JOIN pg_class c ON c.oid = k.rel
                 CROSS JOIN LATERAL (
                     SELECT sum(e.bytes) AS bytes, CASE WHEN bool_and(e.rows IS NOT NULL) THEN sum(e.rows) END AS estimate
                       FROM (SELECT pg_relation_size(l.oid) AS bytes,
                                    least(CASE WHEN l.reltuples >= 0 AND l.relpages > 0
                                               THEN l.reltuples * (pg_relation_size(l.oid)
                                                        / current_setting('block_size')::float8 / l.relpages) END,
                                          CASE WHEN pg_relation_size(l.oid) = 0 THEN 0
                                               ELSE nullif(pg_stat_get_live_tuples(l.oid), 0) END) AS rows
                               FROM pg_class l
                              WHERE l.oid = k.rel AND c.relkind <> 'p'
                                 OR c.relkind = 'p' AND l.oid IN (
                                        SELECT p.relid FROM pg_partition_tree(k.rel) p WHERE p.isleaf)) e) s
                 WHERE k.current
                   AND pg_stat_get_xact_tuples_inserted(to_regclass('astern.j_' || k.journal))
                     + pg_stat_get_xact_tuples_inserted(to_regclass('astern.b_' || k.journal)) > 0
              LOOP
                journal := t.number;
                counted := coalesce(t.bytes, 0) <= %d;
                rows := t.estimate;
                IF counted THEN
                  EXECUTE format('SELECT count(*) FROM %%s%%s', CASE t.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END, t.name)
                    INTO rows;
                END IF;
                RETURN NEXT;
              END LOOP;
            END $body$
            """.formatted(SMALL_BYTES);

    /**
     * How much the columns named {@code amounts} changed over all rows that this transaction wrote to one journal: for each
     * row what lies between before and after. Without a key an update's images belong together by their order, and each
     * step of a row counts. It tells of rows that an agent may not read, so it takes the secret of previews.
     */
    private static final String MOVED = """
            CREATE OR REPLACE FUNCTION astern.moved(secret text, number integer, key integer[], amounts integer[])
            RETURNS numeric
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $body$
            DECLARE source text; groups text; sums text; total numeric;
            BEGIN
              IF NOT EXISTS (SELECT FROM astern.meta m WHERE m.name = 'preview' AND m.value = secret) THEN
                RAISE EXCEPTION 'not for agents' USING ERRCODE = 'insufficient_privilege';
              END IF;
              source := format('(SELECT * FROM astern.j_%s WHERE xact = $1) j', number);
              groups := (SELECT string_agg(format('j.c%s', k), ', ') FROM unnest(key) k);
              IF groups IS NULL THEN
                source := format('(SELECT *, CASE WHEN op = ''u'' THEN row_number() OVER (
                                                  PARTITION BY side, op ORDER BY place) END AS nth
                                     FROM astern.j_%s WHERE xact = $1) j', number);
                groups := 'j.nth, CASE WHEN j.nth IS NULL THEN j.place END';
              END IF;
              sums := (SELECT string_agg(format(
                         'abs(sum(CASE j.side WHEN ''+'' THEN 1 ELSE -1 END * coalesce(j.c%s::numeric, 0)))', a), ' + ')
                         FROM unnest(amounts) a);
              EXECUTE format('SELECT coalesce(sum(g.moved), 0) FROM (SELECT %s AS moved FROM %s GROUP BY %s) g',
                             sums, source, groups)
                INTO total USING pg_current_xact_id()::text::bigint;
              RETURN total;
            END $body$
            """;
}
