package dev.astern.connector.sql.install;

/** Reads the shape of tables from the catalog. */
final class ShapeQuery {
    private ShapeQuery() {}

    /**
     * Parameters: one oid, or 0 for all. One row per table that can carry capture or would have to: ordinary tables and
     * roots of partitioned ones, outside of system schemas, of extensions and of Astern's own.
     */
    static final String SQL = """
            WITH base AS (
                SELECT t.oid, t.typtype, t.typbasetype, t.typname, n.nspname
                  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace)
            SELECT c.oid::bigint, n.nspname, c.relname,
                   (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                               'name', a.attname, 'attnum', a.attnum::text,
                               'type', pg_catalog.quote_ident(b.nspname) || '.' || pg_catalog.quote_ident(b.typname),
                               'generated', (a.attgenerated <> '')::text,
                               'identity', (a.attidentity = 'a')::text,
                               'notnull', a.attnotnull::text) ORDER BY a.attnum), '[]')
                      FROM pg_catalog.pg_attribute a
                      CROSS JOIN LATERAL (
                          WITH RECURSIVE b AS (
                              SELECT t.* FROM base t WHERE t.oid = a.atttypid
                              UNION ALL
                              SELECT t.* FROM b JOIN base t ON t.oid = b.typbasetype WHERE b.typtype = 'd')
                          SELECT b.nspname, b.typname FROM b WHERE b.typtype <> 'd') b
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS columns,
                   (SELECT coalesce(pg_catalog.array_agg(a.attname::text ORDER BY k.n), '{}')
                      FROM (SELECT (i.indkey::smallint[])[0:i.indnkeyatts - 1] AS cols
                              FROM pg_catalog.pg_index i
                             WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                               AND i.indpred IS NULL AND i.indexprs IS NULL
                               AND NOT EXISTS (
                                    SELECT FROM pg_catalog.unnest(i.indkey::smallint[]) x
                                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x
                                     WHERE a.attgenerated <> '')
                               AND (i.indisprimary OR NOT EXISTS (
                                    SELECT FROM pg_catalog.unnest((i.indkey::smallint[])[0:i.indnkeyatts - 1]) x
                                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = x
                                     WHERE NOT a.attnotnull))
                             ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1) i,
                           LATERAL pg_catalog.unnest(i.cols) WITH ORDINALITY k(attnum, n)
                      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
                   (SELECT coalesce(pg_catalog.array_agg(t.relid::oid::bigint ORDER BY t.relid), '{}')
                      FROM pg_catalog.pg_partition_tree(c.oid) t
                     WHERE c.relkind = 'p' AND t.level > 0) AS leaves,
                   c.relkind = 'p' AS partitioned,
                   EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhparent = c.oid AND c.relkind = 'r')
                       OR EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid
                                     AND NOT c.relispartition) AS inherits,
                   c.relpersistence::text AS persistence,
                   EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
                              AND NOT a.attisdropped) AS has_columns,
                   pg_catalog.pg_has_role(c.relowner, 'USAGE') AS ours
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('astern', 'information_schema') AND n.nspname !~ '^astern_trash(_[0-9]+)?$' AND n.nspname !~ '^pg_'
               AND c.relpersistence <> 't'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                                  AND d.deptype = 'e')
               AND (? = 0 OR c.oid = ?)
             ORDER BY n.nspname, c.relname
            """;
}
