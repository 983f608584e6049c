package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How to make one object again that hangs on a table: asked of the catalog while the object is still there.
 *
 * @param object as in {@link Catalog}
 * @param rank lower ones first: keys before what refers to them
 * @param sql one statement, or empty for what comes with another object
 */
record Restoration(String object, int rank, String sql) {
    static final int FOREIGN_KEY = 5;

    /** By object; several statements for one object stand in order. */
    static Map<String, List<Restoration>> known(Db db) throws SQLException {
        var known = new LinkedHashMap<String, List<Restoration>>();
        List<Restoration> all = db.list(QUERY, r -> new Restoration(r.getString(1), r.getInt(2), r.getString(3)));
        all.stream()
                .sorted(Comparator.comparingInt(Restoration::rank))
                .forEach(r -> known.computeIfAbsent(r.object(), o -> new ArrayList<>())
                        .add(r));
        return known;
    }

    private static final String QUERY = CatalogQueries.paths("""
            WITH c AS (
                SELECT c.oid, path_of(n.nspname) || '.' || path_of(c.relname) AS p,
                       format('%%I.%%I', n.nspname, c.relname) AS q
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE %s)
            SELECT 'constraint ' || c.p || '.' || path_of(o.conname),
                   CASE o.contype WHEN 'f' THEN 5 WHEN 'c' THEN 3 ELSE 1 END,
                   CASE WHEN o.conparentid <> 0 THEN '' ELSE
                        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.q, o.conname, pg_get_constraintdef(o.oid)) END
              FROM pg_constraint o JOIN c ON c.oid = o.conrelid WHERE o.contype NOT IN ('n', 't')
            UNION ALL
            SELECT 'constraint ' || c.p || '.' || path_of(o.conname), 9,
                   format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', o.conname, c.q, obj_description(o.oid, 'pg_constraint'))
              FROM pg_constraint o JOIN c ON c.oid = o.conrelid
             WHERE o.contype NOT IN ('n', 't') AND obj_description(o.oid, 'pg_constraint') IS NOT NULL
            UNION ALL
            SELECT 'index ' || c.p || '.' || path_of(x.relname), 2,
                   CASE WHEN EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = x.oid AND o.contype IN ('p', 'u', 'x'))
                          OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.oid) THEN ''
                        ELSE replace(pg_get_indexdef(x.oid), ' ON ONLY ', ' ON ') END
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN c ON c.oid = i.indrelid
            UNION ALL
            SELECT 'index ' || c.p || '.' || path_of(x.relname), 9, s.sql
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace xn ON xn.oid = x.relnamespace
              JOIN c ON c.oid = i.indrelid
             CROSS JOIN LATERAL (VALUES
                   (CASE WHEN obj_description(x.oid, 'pg_class') IS NOT NULL THEN
                        format('COMMENT ON INDEX %%I.%%I IS %%L', xn.nspname, x.relname, obj_description(x.oid, 'pg_class')) END),
                   (CASE WHEN i.indisclustered THEN format('ALTER TABLE %%s CLUSTER ON %%I', c.q, x.relname) END),
                   (CASE WHEN i.indisreplident THEN
                        format('ALTER TABLE %%s REPLICA IDENTITY USING INDEX %%I', c.q, x.relname) END)) AS s (sql)
             WHERE s.sql IS NOT NULL
            UNION ALL
            SELECT 'trigger ' || c.p || '.' || path_of(g.tgname), s.rank, s.sql
              FROM pg_trigger g JOIN c ON c.oid = g.tgrelid
             CROSS JOIN LATERAL (VALUES (6, pg_get_triggerdef(g.oid)),
                   (7, CASE g.tgenabled WHEN 'O' THEN NULL ELSE
                        format('ALTER TABLE %%s %%s TRIGGER %%I', c.q, CASE g.tgenabled WHEN 'D' THEN 'DISABLE'
                            WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, g.tgname) END),
                   (9, CASE WHEN obj_description(g.oid, 'pg_trigger') IS NOT NULL THEN
                        format('COMMENT ON TRIGGER %%I ON %%s IS %%L', g.tgname, c.q, obj_description(g.oid, 'pg_trigger')) END))
                   AS s (rank, sql)
             WHERE NOT g.tgisinternal AND s.sql IS NOT NULL
            UNION ALL
            SELECT 'statistics ' || c.p || '.' || path_of(s.stxname), 8, pg_get_statisticsobjdef(s.oid)
              FROM pg_statistic_ext s JOIN c ON c.oid = s.stxrelid
            UNION ALL
            SELECT 'publication ' || c.p || '.' || path_of(p.pubname), 8,
                   format('ALTER PUBLICATION %%I ADD TABLE %%s', p.pubname, c.q)
                        || coalesce(' (' || (SELECT string_agg(quote_ident(t.attname), ', ' ORDER BY k.ord)
                                               FROM unnest(r.prattrs::int2[]) WITH ORDINALITY k (num, ord)
                                               JOIN pg_attribute t ON t.attrelid = r.prrelid AND t.attnum = k.num) || ')', '')
                        || coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '')
              FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid JOIN c ON c.oid = r.prrelid
            UNION ALL
            SELECT 'column ' || c.p || '.' || path_of(t.attname), 4,
                   format('ALTER TABLE %%s ALTER COLUMN %%I SET DEFAULT %%s', c.q, t.attname, pg_get_expr(d.adbin, d.adrelid))
              FROM pg_attrdef d JOIN c ON c.oid = d.adrelid
              JOIN pg_attribute t ON t.attrelid = d.adrelid AND t.attnum = d.adnum
             WHERE t.attgenerated = ''
            """.formatted(CatalogQueries.USER_SCHEMA));
}
