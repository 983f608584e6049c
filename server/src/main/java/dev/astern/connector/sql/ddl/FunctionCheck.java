package dev.astern.connector.sql.ddl;

import dev.astern.connector.sql.ddl.parse.Parsed;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which functions an agent's expressions may call with the owner's rights: those the server was born with, in
 * {@code pg_catalog}, of which some form is immutable and none volatile; and a few named here that ask for the locale or the time
 * zone. PostgreSQL itself asks for immutable ones where that matters.
 */
final class FunctionCheck {
    private static final Set<String> STABLE =
            Set.of("concat", "concat_ws", "to_char", "to_date", "to_number", "make_timestamptz");
    private static final Set<String> FOR_DEFAULTS = Set.of(
            "now",
            "clock_timestamp",
            "statement_timestamp",
            "transaction_timestamp",
            "gen_random_uuid",
            "random",
            "uuidv4",
            "uuidv7",
            "current_timestamp",
            "current_date",
            "current_time",
            "localtimestamp",
            "localtime");

    private FunctionCheck() {}

    static void check(Db db, Parsed.Understood statement) throws SQLException {
        refuse(db, statement.functions(), "");
        refuse(
                db,
                statement.defaults().stream()
                        .filter(f -> !FOR_DEFAULTS.contains(f))
                        .toList(),
                " in a default");
    }

    private static void refuse(Db db, Collection<String> functions, String where) throws SQLException {
        for (String function : functions) {
            if (!STABLE.contains(function) && !immutable(db, function)) {
                throw Refusals.notAllowed("the function " + function + " can't be called" + where
                        + ": only immutable functions that PostgreSQL brings along");
            }
        }
    }

    /** Below this oid is only what initdb made. */
    private static boolean immutable(Db db, String function) throws SQLException {
        List<Boolean> forms = db.list("""
                SELECT bool_or(p.provolatile = 'i')
                       AND bool_and(p.provolatile <> 'v' AND p.prokind = 'f' AND NOT p.proretset AND p.oid < 16384)
                  FROM pg_catalog.pg_proc p
                 WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = ?""", r -> r.getBoolean(1), function);
        return forms.getFirst();
    }
}
