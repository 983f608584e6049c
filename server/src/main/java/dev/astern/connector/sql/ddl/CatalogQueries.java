package dev.astern.connector.sql.ddl;

import java.util.List;

/**
 * Each gives an object's name and its definition. They rely on {@code search_path = pg_catalog}, under which PostgreSQL
 * writes every other name with its schema.
 */
final class CatalogQueries {
    /** Roles and schemas of ours are no part of the users' structure. */
    static final String USER_SCHEMA =
            "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname !~ '^astern($|_trash($|_[0-9]+$))'";

    private static final String RELATION = "path_of(n.nspname) || '.' || path_of(c.relname)";

    private static final String ACL = """
            (SELECT string_agg(CASE a.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(a.grantee)::text END
                    || ':' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ','
                    ORDER BY a.grantee, a.privilege_type, a.is_grantable)
               FROM aclexplode(%s) a
              WHERE pg_get_userbyid(a.grantee) !~ '^astern_')""";

    static final String RELATIONS = """
            SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'matview ' WHEN 'S' THEN 'sequence '
                        WHEN 'f' THEN 'foreign ' ELSE 'table ' END || %s,
                   concat_ws('; ', 'owner ' || pg_get_userbyid(c.relowner), 'kind ' || c.relkind::text || c.relpersistence::text,
                        CASE WHEN c.relrowsecurity THEN 'row security' END,
                        CASE WHEN c.relforcerowsecurity THEN 'forced' END,
                        CASE c.relreplident WHEN 'd' THEN NULL ELSE 'replica identity ' || c.relreplident::text END,
                        'options ' || c.reloptions::text,
                        'partition by ' || pg_get_partkeydef(c.oid),
                        'partition ' || pg_get_expr(c.relpartbound, c.oid),
                        'inherits ' || (SELECT string_agg(i.inhparent::regclass::text, ',' ORDER BY i.inhseqno)
                                          FROM pg_inherits i WHERE i.inhrelid = c.oid),
                        CASE WHEN c.relkind IN ('v', 'm') THEN 'as ' || pg_get_viewdef(c.oid) END,
                        (SELECT concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'by', s.seqincrement,
                                'from', s.seqmin, 'to', s.seqmax, 'cache', s.seqcache, s.seqcycle)
                           FROM pg_sequence s WHERE s.seqrelid = c.oid),
                        'owned by ' || (SELECT d.refobjid::regclass::text || '.' || path_of(t.attname)
                                          FROM pg_depend d
                                          JOIN pg_attribute t ON t.attrelid = d.refobjid AND t.attnum = d.refobjsubid
                                         WHERE c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                                           AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0),
                        'grants ' || %s,
                        'comment ' || obj_description(c.oid, 'pg_class'))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND %s
            """.formatted(
                    RELATION,
                    ACL.formatted(
                            "coalesce(c.relacl, acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::\"char\", c.relowner))"),
                    USER_SCHEMA);

    static final String COLUMNS = """
            SELECT 'column ' || %s || '.' || path_of(t.attname),
                   concat_ws('; ', format_type(t.atttypid, t.atttypmod),
                        CASE WHEN t.attnotnull THEN 'not null' END,
                        CASE t.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity' END,
                        CASE t.attgenerated WHEN '' THEN 'default ' ELSE 'generated ' END
                            || (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                                 WHERE d.adrelid = t.attrelid AND d.adnum = t.attnum),
                        CASE WHEN t.attcollation <> y.typcollation THEN 'collate ' || t.attcollation::regcollation::text END,
                        CASE WHEN t.attstorage <> y.typstorage THEN 'storage ' || t.attstorage::text END,
                        'compression ' || nullif(t.attcompression::text, ''),
                        'options ' || t.attoptions::text,
                        'grants ' || %s,
                        'comment ' || col_description(t.attrelid, t.attnum))
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute t ON t.attrelid = c.oid AND t.attnum > 0 AND NOT t.attisdropped
              JOIN pg_type y ON y.oid = t.atttypid
             WHERE c.relkind IN ('r', 'p', 'f') AND %s
            """.formatted(RELATION, ACL.formatted("t.attacl"), USER_SCHEMA);

    static final String CONSTRAINTS = """
            SELECT 'constraint ' || %s || '.' || path_of(o.conname),
                   concat_ws('; ', pg_get_constraintdef(o.oid), 'comment ' || obj_description(o.oid, 'pg_constraint'))
              FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE o.contype NOT IN ('n', 't') AND %s
            """.formatted(RELATION, USER_SCHEMA);

    static final String INDEXES = """
            SELECT 'index ' || %s || '.' || path_of(x.relname),
                   concat_ws('; ', pg_get_indexdef(i.indexrelid),
                        CASE WHEN NOT i.indisvalid THEN 'not valid' END,
                        CASE WHEN i.indisclustered THEN 'clustered' END,
                        CASE WHEN i.indisreplident THEN 'replica identity' END,
                        'comment ' || obj_description(i.indexrelid, 'pg_class'))
              FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
              JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %s
            """.formatted(RELATION, USER_SCHEMA);

    static final String TRIGGERS = """
            SELECT 'trigger ' || %s || '.' || path_of(g.tgname),
                   concat_ws('; ', pg_get_triggerdef(g.oid), 'enabled ' || g.tgenabled::text,
                        'comment ' || obj_description(g.oid, 'pg_trigger'))
              FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_proc p ON p.oid = g.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace
             WHERE NOT g.tgisinternal AND f.nspname <> 'astern' AND %s
            UNION ALL
            SELECT 'rule ' || %s || '.' || path_of(r.rulename), pg_get_ruledef(r.oid)
              FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE r.rulename <> '_RETURN' AND %s
            UNION ALL
            SELECT 'policy ' || %s || '.' || path_of(p.polname),
                   concat_ws('; ', p.polcmd::text, p.polpermissive::text, p.polroles::text,
                        pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
              FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %s
            """.formatted(RELATION, USER_SCHEMA, RELATION, USER_SCHEMA, RELATION, USER_SCHEMA);

    static final String OTHERS = """
            SELECT 'statistics ' || %s || '.' || path_of(s.stxname),
                   concat_ws('; ', s.stxnamespace::regnamespace::text, s.stxkind::text,
                        (SELECT string_agg(quote_ident(t.attname), ', ' ORDER BY t.attname) FROM pg_attribute t
                          WHERE t.attrelid = s.stxrelid AND t.attnum = ANY (s.stxkeys::int2[])),
                        pg_get_statisticsobjdef_expressions(s.oid)::text)
              FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %s
            UNION ALL
            SELECT 'publication ' || %s || '.' || path_of(p.pubname),
                   concat_ws('; ', 'columns ' || (SELECT string_agg(quote_ident(t.attname), ', ' ORDER BY t.attname) FROM pg_attribute t
                                        WHERE t.attrelid = r.prrelid AND t.attnum = ANY (r.prattrs::int2[])), 'where ' || pg_get_expr(r.prqual, r.prrelid))
              FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
              JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE %s
            UNION ALL
            SELECT 'function ' || path_of(n.nspname) || '.' || path_of(p.proname)
                        || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                   md5(concat_ws(';', p.prosrc, p.probin, pg_get_function_arguments(p.oid), pg_get_function_result(p.oid)))
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE %s
            UNION ALL
            SELECT 'type ' || path_of(n.nspname) || '.' || path_of(t.typname),
                   concat_ws('; ', t.typtype::text, format_type(t.typbasetype, t.typtypmod), t.typdefault,
                        (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
                           FROM pg_enum e WHERE e.enumtypid = t.oid))
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class k ON k.oid = t.typrelid
             WHERE t.typtype IN ('e', 'd', 'r', 'c') AND (k.oid IS NULL OR k.relkind = 'c') AND %s
            """.formatted(RELATION, USER_SCHEMA, RELATION, USER_SCHEMA, USER_SCHEMA, USER_SCHEMA);

    static final List<String> ALL = List.of(
            paths(RELATIONS), paths(COLUMNS), paths(CONSTRAINTS), paths(INDEXES), paths(TRIGGERS), paths(OTHERS));

    private CatalogQueries() {}

    /** Writes {@code path_of(x)} out as {@link Names#path} would; {@code quote_ident} quotes keywords as well. */
    static String paths(String sql) {
        return sql.replaceAll(
                "path_of\\(([a-z_.]+)\\)",
                "(CASE WHEN $1 ~ '^[a-z_][a-z0-9_]*\\$' THEN $1::text"
                        + " ELSE '\"' || replace($1::text, '\"', '\"\"') || '\"' END)");
    }
}
