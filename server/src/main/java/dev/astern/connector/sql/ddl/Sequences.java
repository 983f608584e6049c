package dev.astern.connector.sql.ddl;

import java.sql.SQLException;
import java.util.Objects;

/** Where a sequence stands: the number it hands out next. Set so that a rollback takes it back, as setval is not. */
final class Sequences {
    private Sequences() {}

    static String next(Db db, String sequence) throws SQLException {
        return Objects.requireNonNull(db.first(
                "SELECT CASE WHEN q.is_called THEN q.last_value::numeric + s.seqincrement ELSE q.last_value END::text FROM "
                        + sequence + " q JOIN pg_sequence s ON s.seqrelid = ?::regclass",
                r -> r.getString(1),
                sequence));
    }

    static String start(Db db, long oid) throws SQLException {
        return Objects.requireNonNull(db.first(
                "SELECT seqstart::text FROM pg_sequence WHERE seqrelid = ?::bigint::oid", r -> r.getString(1), oid));
    }

    static void restart(Db db, String sequence, String next) throws SQLException {
        db.run("ALTER SEQUENCE " + sequence + " RESTART WITH " + new java.math.BigInteger(next));
    }
}
