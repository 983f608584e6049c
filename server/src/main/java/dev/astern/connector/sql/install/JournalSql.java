package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import dev.astern.connector.sql.catalog.TrackedColumn;
import dev.astern.connector.sql.catalog.TrackedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One table's journal, the functions that write to it, and the triggers that call them. The bodies use no operator and
 * no unqualified name, because they run with their owner's rights under the caller's search path.
 */
final class JournalSql {
    /** Qualified by its block, so that no column of the table can be meant. */
    private static final String XACT = "astern.xact";

    /**
     * Nothing says which row is which, so a row gone and a row new are an updated one only as far as updates made them: what
     * a delete or a truncate removed stays deleted, whatever else was inserted.
     */
    private static final String NET_BY_IMAGE = """
            SELECT e.ins - e.upd AS ins, e.upd, e.del - e.upd AS del
              FROM (SELECT t.ins, t.del, greatest(0, least(t.ins, t.del - m.removed, m.changed)) AS upd
                      FROM (SELECT sum(greatest(s, 0)) AS ins, sum(greatest(-s, 0)) AS del
                              FROM (SELECT sum(s) AS s FROM i GROUP BY h) g) t,
                           (SELECT count(*) FILTER (WHERE s < 0 AND u) AS changed,
                                   count(*) FILTER (WHERE s < 0 AND NOT u) AS removed FROM i) m) e""";

    private static final String NET_BY_KEY = """
            SELECT greatest(s, 0) AS ins, (s = 0 AND (l <> 0 OR r <> 0))::int AS upd, greatest(-s, 0) AS del
              FROM (SELECT sum(s) AS s,
                           bit_xor(get_byte(h, 0) << 8 | get_byte(h, 1) << 8 | get_byte(h, 2) << 8 | get_byte(h, 3)) AS l,
                           bit_xor(get_byte(h, 4) << 8 | get_byte(h, 5) << 8 | get_byte(h, 6) << 8 | get_byte(h, 7)) AS r
                      FROM i GROUP BY k) g""";

    /**
     * Without a key, only the order of an update's images tells which belong together, and a row's place in the journal
     * is no order once pruning has freed some.
     */
    private static final String PLACE = "place bigint NOT NULL DEFAULT pg_catalog.nextval('astern.place')";

    /** Without a key, nothing else tells an update's images from those of a delete and an insert. */
    private static final String OP = "op \"char\"";

    private static final String UPDATE = "'u'::pg_catalog.\"char\"";

    private JournalSql() {}

    static List<String> create(TrackedTable table, Roles roles) {
        var columns = table.stored().stream()
                .map(column -> ", " + column.journalName() + " " + column.type())
                .collect(Collectors.joining());
        var statements = new ArrayList<String>();
        statements.add("CREATE TABLE " + table.journalTable() + " (xact bigint NOT NULL, side \"char\" NOT NULL"
                + columns + keyless(table, PLACE + ", " + OP) + ")");
        statements.add("CREATE INDEX ON " + table.journalTable() + " (xact)");
        // A tree of 200,000 equal keys costs more than the images themselves; a range's bounds cost nothing.
        statements.add("CREATE TABLE " + table.bulkJournalTable() + " () INHERITS (" + table.journalTable() + ")");
        statements.add("CREATE INDEX ON " + table.bulkJournalTable()
                + " USING brin (xact) WITH (pages_per_range = 32, autosummarize = on)");
        statements.add("GRANT SELECT ON " + table.journalTable() + " TO " + Identifiers.quote(roles.undo()));
        statements.addAll(functions(table));
        statements.add(observe(table));
        statements.add("REVOKE ALL ON FUNCTION astern.o_" + table.journal() + "(bigint) FROM PUBLIC");
        return statements;
    }

    /** Brings the journal of an earlier installation to this one's; what it holds says less, and is read strictly. */
    static List<String> renew(TrackedTable table) {
        if (table.keyed()) {
            return List.of();
        }
        var statements = new ArrayList<String>();
        statements.add("ALTER TABLE " + table.journalTable() + " ADD COLUMN IF NOT EXISTS " + OP);
        statements.addAll(functions(table));
        statements.add(observe(table));
        return statements;
    }

    private static String keyless(TrackedTable table, String sql) {
        return table.keyed() ? "" : ", " + sql;
    }

    private static List<String> functions(TrackedTable table) {
        var old = values("OLD.", table);
        var fresh = values("NEW.", table);
        var into = "INSERT INTO " + table.journalTable() + " ";
        var bulk = "INSERT INTO " + table.bulkJournalTable() + " ";
        // Only an update's images are marked: what is unmarked counts as removed or new.
        var marked = " (xact, side" + stored(table) + keyless(table, "op") + ") ";
        var mark = keyless(table, UPDATE);
        return List.of(
                function(table, "ri", into + "VALUES (" + XACT + ", " + side("+") + fresh + ")"),
                function(table, "rd", into + "VALUES (" + XACT + ", " + side("-") + old + ")"),
                function(
                        table,
                        "ru",
                        into.strip() + marked + "VALUES (" + XACT + ", " + side("-") + old + mark + "), (" + XACT + ", "
                                + side("+") + fresh + mark + ")"),
                function(table, "si", bulk + select("+", "n.", table, "", "astern_new n")),
                function(table, "sd", bulk + select("-", "o.", table, "", "astern_old o")),
                function(
                        table,
                        "su",
                        bulk.strip() + marked + select("-", "o.", table, mark, "astern_old o") + " UNION ALL "
                                + select("+", "n.", table, mark, "astern_new n")),
                truncate(table));
    }

    /**
     * What a transaction wrote here: counts net per key, and a digest that does not depend on order. Images are compared
     * by their binary form, which is exact where {@code =} is not. With a key, the images of one key alternate, so those
     * that cancel out leave nothing of their hashes' sum without carry (the operators bind from left to right, so each run
     * of them is four bytes); without one, images are counted by themselves.
     */
    private static String observe(TrackedTable table) {
        var image = table.stored().stream().map(c -> "j." + c.journalName()).collect(Collectors.joining(", "));
        var key = table.keyColumns().stream().map(c -> "j." + c.journalName()).toList();
        return """
                CREATE OR REPLACE FUNCTION astern.o_%1$s(
                    x bigint, OUT journal integer, OUT images bigint, OUT inserted bigint, OUT updated bigint,
                    OUT deleted bigint, OUT digest text)
                LANGUAGE plpgsql AS $astern$
                #variable_conflict use_column
                BEGIN
                  WITH i AS MATERIALIZED (
                      SELECT CASE j.side WHEN '+' THEN 1 ELSE -1 END AS s, sha256(record_send(ROW(%2$s))) AS h, %3$s AS k,
                             %6$s AS u
                        FROM %4$s j WHERE j.xact = x),
                  counted AS (
                      SELECT coalesce(sum(n.ins), 0)::bigint AS ins, coalesce(sum(n.upd), 0)::bigint AS upd,
                             coalesce(sum(n.del), 0)::bigint AS del
                        FROM (%5$s) n),
                  digested AS (
                      SELECT count(*) AS total, encode(sha256(string_agg(o.g, ''::bytea)), 'hex') AS hex
                        FROM (SELECT h || CASE s WHEN 1 THEN '\\x2b'::bytea ELSE '\\x2d'::bytea END AS g
                                FROM i ORDER BY 1) o)
                  SELECT %1$s, d.total, c.ins, c.upd, c.del, d.hex
                    INTO journal, images, inserted, updated, deleted, digest FROM counted c, digested d;
                END $astern$
                """.formatted(
                table.journal(),
                image,
                key.isEmpty() ? "NULL" : key.size() == 1 ? key.getFirst() : "ROW(" + String.join(", ", key) + ")",
                table.journalTable(),
                key.isEmpty() ? NET_BY_IMAGE : NET_BY_KEY,
                key.isEmpty() ? "coalesce(j.op = 'u', false)" : "false");
    }

    /** Which table is truncated is known only when it happens: the root's or one of its leaves. */
    private static String truncate(TrackedTable table) {
        var sql = "INSERT INTO " + table.bulkJournalTable() + " SELECT $1, " + side("-") + values("t.", table);
        var body = "EXECUTE pg_catalog.format("
                + Identifiers.literal(sql.replace("%", "%%") + " FROM ONLY %I.%I t")
                + ", TG_TABLE_SCHEMA, TG_TABLE_NAME) USING " + XACT;
        return function(table, "t", body);
    }

    private static String function(TrackedTable table, String kind, String body) {
        return """
                CREATE OR REPLACE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $astern$
                <<astern>>
                DECLARE xact bigint := pg_catalog.pg_current_xact_id()::pg_catalog.text::bigint;
                BEGIN
                  %s;
                  RETURN NULL;
                END $astern$
                """.formatted(name(table, kind), body);
    }

    private static String name(TrackedTable table, String kind) {
        return "astern.f_" + table.journal() + "_" + kind;
    }

    private static String select(String side, String prefix, TrackedTable table, String mark, String from) {
        return "SELECT " + XACT + ", " + side(side) + values(prefix, table) + mark + " FROM " + from;
    }

    private static String stored(TrackedTable table) {
        return table.stored().stream().map(c -> ", " + c.journalName()).collect(Collectors.joining());
    }

    private static String side(String side) {
        return "'" + side + "'::pg_catalog.\"char\"";
    }

    private static String values(String prefix, TrackedTable table) {
        return table.stored().stream()
                .map(TrackedColumn::quoted)
                .map(name -> ", " + prefix + name)
                .collect(Collectors.joining());
    }

    /** Exactly one kind fires for any statement of an agent or an undo, and none for anybody else. */
    static List<String> triggers(TrackedTable table, boolean partitioned, List<String> leaves) {
        var statements = new ArrayList<String>();
        var row = " FOR EACH ROW WHEN (pg_catalog.starts_with(session_user::text, '" + Roles.ROW_PREFIX + "'))";
        statements.add(trigger(table, table.quoted(), "ri", "AFTER INSERT", "", row));
        statements.add(trigger(table, table.quoted(), "ru", "AFTER UPDATE", "", row));
        statements.add(trigger(table, table.quoted(), "rd", "AFTER DELETE", "", row));
        statements.addAll(statementTriggers(table, table.quoted()));
        if (partitioned) {
            leaves.forEach(leaf -> statements.addAll(statementTriggers(table, leaf)));
        }
        return statements;
    }

    private static List<String> statementTriggers(TrackedTable table, String on) {
        // Everybody's statements evaluate these, so they are one comparison each.
        var bulk = " FOR EACH STATEMENT WHEN (pg_catalog.starts_with(session_user::text, '" + Roles.BULK_PREFIX + "'))";
        var agents = "pg_catalog.starts_with(session_user::text, '" + Roles.LOGIN_PREFIX + "')";
        var old = " REFERENCING OLD TABLE AS astern_old";
        var fresh = " REFERENCING NEW TABLE AS astern_new";
        return List.of(
                trigger(table, on, "si", "AFTER INSERT", fresh, bulk),
                trigger(table, on, "su", "AFTER UPDATE", old + " NEW TABLE AS astern_new", bulk),
                trigger(table, on, "sd", "AFTER DELETE", old, bulk),
                trigger(table, on, "t", "BEFORE TRUNCATE", "", " FOR EACH STATEMENT WHEN (" + agents + ")"));
    }

    private static String trigger(
            TrackedTable table, String on, String kind, String event, String referencing, String when) {
        return "CREATE OR REPLACE TRIGGER astern_" + kind + " " + event + " ON " + on + referencing + when
                + " EXECUTE FUNCTION " + name(table, kind) + "()";
    }
}
