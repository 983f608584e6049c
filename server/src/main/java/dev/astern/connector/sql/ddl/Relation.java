package dev.astern.connector.sql.ddl;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.ddl.parse.QName;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as it is in the catalog now. */
record Relation(long oid, String schema, String name) {
    private static final String FIND = """
            SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text || c.relpersistence::text,
                   EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                              AND d.deptype = 'e'),
                   pg_has_role(c.relowner, 'USAGE')
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE""";

    String sql() {
        return Names.quote(schema, name);
    }

    String path() {
        return Names.path(schema, name);
    }

    static @Nullable Relation table(Db db, QName name) throws SQLException {
        return find(db, name, "rp", "table");
    }

    /** The table that an index stands on. */
    static @Nullable Relation ofIndex(Db db, QName index) throws SQLException {
        if (find(db, index, "iI", "index") == null) {
            return null;
        }
        return db.first(
                """
                SELECT c.oid::bigint, n.nspname, c.relname FROM pg_index i
                  JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_namespace xn ON xn.oid = x.relnamespace
                  JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE xn.nspname = ? AND x.relname = ?""", r -> new Relation(r.getLong(1), r.getString(2), r.getString(3)), index.schema(), index.name());
    }

    static @Nullable Relation byOid(Db db, long oid) throws SQLException {
        return db.first(
                FIND + " c.oid = ?::bigint::oid", r -> new Relation(r.getLong(1), r.getString(2), r.getString(3)), oid);
    }

    private static @Nullable Relation find(Db db, QName name, String kinds, String what) throws SQLException {
        manageable(name);
        List<Found> found = db.list(
                FIND + " n.nspname = ? AND c.relname = ?",
                r -> new Found(
                        new Relation(r.getLong(1), r.getString(2), r.getString(3)),
                        r.getString(4),
                        r.getBoolean(5),
                        r.getBoolean(6)),
                name.schema(),
                name.name());
        if (found.isEmpty()) {
            return null;
        }
        Found one = found.getFirst();
        if (kinds.indexOf(one.kind().charAt(0)) < 0 || one.kind().charAt(1) == 't') {
            throw Problem.of(Reason.NOT_ALLOWED, name + " is not a plain " + what)
                    .toException();
        }
        if (one.extension()) {
            throw Problem.of(Reason.NOT_ALLOWED, name + " belongs to an extension")
                    .toException();
        }
        if (!one.owned()) {
            throw Problem.of(
                            Reason.TARGET_NOT_READY,
                            "the gateway's role is no member of the owner of " + name + ", so it can't change it")
                    .toException();
        }
        return one.relation();
    }

    static void manageable(QName name) {
        String schema = name.schema();
        if (schema == null || !Names.manageable(schema)) {
            throw Problem.of(Reason.NOT_ALLOWED, name + " is not in a schema that agents may change")
                    .toException();
        }
    }

    private record Found(Relation relation, String kind, boolean extension, boolean owned) {}
}
