package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as the catalog knows it.
 *
 * @param identity {@code a}, {@code d} or empty
 * @param generated {@code s}, {@code v} or empty
 * @param fallback its default or generating expression
 * @param sequence the sequence it owns, if any
 */
record ColumnSpec(
        String name,
        String type,
        boolean notNull,
        String identity,
        String generated,
        @Nullable String fallback,
        @Nullable String collation,
        @Nullable String comment,
        @Nullable Owned sequence) {
    /** @param oid of the sequence */
    record Owned(long oid, String schema, String name) {
        String sql() {
            return Names.quote(schema, name);
        }
    }

    private static final String READ = """
            SELECT t.attname, format_type(t.atttypid, t.atttypmod), t.attnotnull, t.attidentity::text, t.attgenerated::text,
                   (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = t.attrelid AND d.adnum = t.attnum),
                   CASE WHEN t.attcollation <> y.typcollation THEN t.attcollation::regcollation::text END,
                   col_description(t.attrelid, t.attnum),
                   q.oid::bigint, qn.nspname, q.relname
              FROM pg_attribute t JOIN pg_type y ON y.oid = t.atttypid
              LEFT JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.attrelid
                                   AND d.refobjsubid = t.attnum AND d.classid = 'pg_class'::regclass
                                   AND d.deptype IN ('a', 'i')
                                   AND EXISTS (SELECT FROM pg_class k WHERE k.oid = d.objid AND k.relkind = 'S')
              LEFT JOIN pg_class q ON q.oid = d.objid
              LEFT JOIN pg_namespace qn ON qn.oid = q.relnamespace
             WHERE t.attrelid = ?::bigint::oid AND t.attname = ? AND t.attnum > 0 AND NOT t.attisdropped""";

    static @Nullable ColumnSpec read(Db db, long rel, String column) throws SQLException {
        return db.first(
                READ,
                r -> new ColumnSpec(
                        r.getString(1),
                        r.getString(2),
                        r.getBoolean(3),
                        r.getString(4),
                        r.getString(5),
                        r.getString(6),
                        r.getString(7),
                        r.getString(8),
                        r.getString(10) == null ? null : new Owned(r.getLong(9), r.getString(10), r.getString(11))),
                rel,
                column);
    }

    boolean isIdentity() {
        return !identity.isEmpty();
    }

    boolean isGenerated() {
        return !generated.isEmpty();
    }

    boolean isSerial() {
        return sequence != null && !isIdentity();
    }

    /** To make it again; an identity and NOT NULL follow once the values are back. */
    String add(String table) {
        String start = "ALTER TABLE " + table + " ADD COLUMN " + Names.quote(name) + " " + type
                + (collation == null ? "" : " COLLATE " + collation);
        if (isGenerated()) {
            return start + " GENERATED ALWAYS AS (" + fallback + ") STORED";
        }
        // A sequence's default would be drawn once a row.
        boolean fills = fallback != null && !fallback.contains("nextval(");
        return fills ? start + " DEFAULT " + fallback : start;
    }

    static List<String> grants(Db db, long rel, String table, String column) throws SQLException {
        return db.list("""
                SELECT format('GRANT %s (%I) ON TABLE %s TO %s%s', a.privilege_type, t.attname, ?::text,
                              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                              CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                  FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) a
                 WHERE t.attrelid = ?::bigint::oid AND t.attname = ? AND pg_get_userbyid(a.grantee) !~ '^astern_'
                """, r -> r.getString(1), table, rel, column);
    }
}
