package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import java.util.List;

/** The statements that make the schema {@code astern}, its tables and its functions. Each may run again. */
final class BaseSql {
    static final int LAYOUT = 1;

    private BaseSql() {}

    static List<String> statements(Roles roles) {
        var agents = Identifiers.quote(roles.agents());
        var undo = Identifiers.quote(roles.undo());
        return List.of(
                group(roles.agents()),
                group(roles.undo()),
                "CREATE SCHEMA IF NOT EXISTS astern",
                "REVOKE ALL ON SCHEMA astern FROM PUBLIC",
                // Numbers of one statement's images are near each other in time, so many are taken at once.
                "CREATE SEQUENCE IF NOT EXISTS astern.place CACHE 64",
                "GRANT USAGE ON SCHEMA astern TO " + agents + ", " + undo,
                "CREATE TABLE IF NOT EXISTS astern.meta (name text PRIMARY KEY, value text NOT NULL)",
                """
                CREATE TABLE IF NOT EXISTS astern.fence (
                    action text PRIMARY KEY, xact xid8 NOT NULL, state "char" NOT NULL, at timestamptz NOT NULL)
                """,
                // Few actions have more than one transaction; those are found by the action all the same.
                "CREATE INDEX IF NOT EXISTS fence_parts ON astern.fence (pg_catalog.split_part(action, '/', 1))"
                        + " WHERE pg_catalog.strpos(action, '/') > 0",
                """
                CREATE TABLE IF NOT EXISTS astern.tracked (
                    journal integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
                    rel oid NOT NULL,
                    schema_name text NOT NULL,
                    table_name text NOT NULL,
                    shape integer NOT NULL,
                    key text[] NOT NULL,
                    columns jsonb NOT NULL,
                    current boolean NOT NULL,
                    signature text NOT NULL,
                    guard text,
                    UNIQUE (rel, shape))
                """,
                SIGNATURE,
                GUARD,
                BEGIN_ACTION,
                OBSERVE_XACT,
                OBSERVE,
                BEFORE_STATE,
                PREVIEW,
                """
                CREATE TABLE IF NOT EXISTS astern.undone (
                    action text NOT NULL, undo text NOT NULL, PRIMARY KEY (action, undo))
                """,
                "CREATE INDEX IF NOT EXISTS undone_by_undo ON astern.undone (undo)",
                """
                CREATE TABLE IF NOT EXISTS astern.erased (
                    xact bigint NOT NULL, journal integer NOT NULL, side "char" NOT NULL, token bytea NOT NULL,
                    effect bigint NOT NULL, kind "char" NOT NULL, mixed boolean NOT NULL)
                """,
                "CREATE INDEX IF NOT EXISTS erased_xact ON astern.erased (xact, journal)",
                """
                CREATE TABLE IF NOT EXISTS astern.erasure (
                    id text NOT NULL, images bigint NOT NULL, rows bigint NOT NULL,
                    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp())
                """,
                "GRANT SELECT ON astern.fence, astern.tracked, astern.erased TO " + undo,
                "GRANT SELECT, INSERT ON astern.undone TO " + undo,
                WRITTEN,
                TRIGGERS_OFF,
                TRIGGERS_ON,
                "REVOKE ALL ON FUNCTION astern.begin_action(text), astern.observe_xact(bigint, integer[]),"
                        + " astern.observe(), astern.written(), astern.before_state(),"
                        + " astern.preview(text, integer, integer[], integer), astern.signature(oid), astern.guard(oid), astern.user_triggers_off(oid), astern.user_triggers_on(oid, jsonb)"
                        + " FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION astern.user_triggers_off(oid), astern.user_triggers_on(oid, jsonb) TO "
                        + undo,
                "GRANT EXECUTE ON FUNCTION astern.begin_action(text), astern.observe(), astern.written() TO " + agents
                        + ", " + undo,
                "GRANT EXECUTE ON FUNCTION astern.before_state(), astern.preview(text, integer, integer[], integer) TO "
                        + agents,
                "INSERT INTO astern.meta VALUES ('layout', '" + LAYOUT + "') ON CONFLICT (name) DO NOTHING",
                """
                INSERT INTO astern.meta VALUES ('installation', pg_catalog.gen_random_uuid()::text)
                ON CONFLICT (name) DO NOTHING
                """,
                """
                INSERT INTO astern.meta VALUES ('preview', pg_catalog.gen_random_uuid()::text)
                ON CONFLICT (name) DO NOTHING
                """);
    }

    private static String group(String role) {
        return """
                DO $do$ BEGIN
                  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = %1$s) THEN
                    CREATE ROLE %2$s NOLOGIN;
                  END IF;
                END $do$
                """.formatted(Identifiers.literal(role), Identifiers.quote(role));
    }

    /** What of a table's shape capture depends on. */
    private static final String SIGNATURE = """
            CREATE OR REPLACE FUNCTION astern.signature(rel oid) RETURNS text LANGUAGE plpgsql STABLE AS $body$
            BEGIN
              RETURN (SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ',
                         a.attnum, a.attname, a.atttypid, a.attgenerated), ';' ORDER BY a.attnum))
                FROM pg_catalog.pg_attribute a
               WHERE a.attrelid OPERATOR(pg_catalog.=) rel AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped);
            END $body$
            """;

    /** The triggers that capture a table and the functions they call, as they are now. */
    private static final String GUARD = """
            CREATE OR REPLACE FUNCTION astern.guard(rel oid) RETURNS text LANGUAGE plpgsql STABLE AS $body$
            BEGIN
              RETURN (SELECT pg_catalog.md5(pg_catalog.string_agg(pg_catalog.concat_ws(' ', t.tgname, t.tgenabled,
                         t.tgtype, t.tgqual, p.oid, p.prosrc, p.proowner, p.prosecdef, p.proconfig), ';' ORDER BY t.tgname))
                FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_proc p ON p.oid OPERATOR(pg_catalog.=) t.tgfoid
               WHERE t.tgrelid OPERATOR(pg_catalog.=) rel AND pg_catalog.starts_with(t.tgname::pg_catalog.text, 'astern_')
                 AND t.tgparentid OPERATOR(pg_catalog.=) 0::pg_catalog.oid);
            END $body$
            """;

    /**
     * The fence. An agent may call this, too, so it works only as the first write of a transaction, which is the
     * gateway's call: before that, the transaction has no id.
     */
    private static final String BEGIN_ACTION = """
            CREATE OR REPLACE FUNCTION astern.begin_action(action text) RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER AS $body$
            BEGIN
              IF pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL THEN
                RAISE EXCEPTION 'one action per transaction' USING ERRCODE = 'insufficient_privilege';
              END IF;
              INSERT INTO astern.fence
              VALUES (action, pg_catalog.pg_current_xact_id(), 'a', pg_catalog.clock_timestamp());
            END $body$
            """;

    /** What a transaction wrote into the given journals, each asked by its own function; see {@link JournalSql}. */
    private static final String OBSERVE_XACT = """
            CREATE OR REPLACE FUNCTION astern.observe_xact(
                x bigint, journals integer[],
                OUT journal integer, OUT images bigint, OUT inserted bigint, OUT updated bigint, OUT deleted bigint,
                OUT digest text) RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $body$
            DECLARE number integer;
            BEGIN
              FOR number IN SELECT k.journal FROM astern.tracked k WHERE k.journal = ANY (journals) ORDER BY k.journal LOOP
                RETURN QUERY EXECUTE format('SELECT * FROM astern.o_%s($1)', number) USING x;
              END LOOP;
            END $body$
            """;

    /** What this transaction wrote into journals so far; the database counts that by itself. */
    private static final String OBSERVE = """
            CREATE OR REPLACE FUNCTION astern.observe(
                OUT journal integer, OUT images bigint, OUT inserted bigint, OUT updated bigint, OUT deleted bigint,
                OUT digest text) RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $body$
            DECLARE number integer;
            BEGIN
              FOR number IN
                SELECT k.journal FROM astern.tracked k
                 WHERE pg_stat_get_xact_tuples_inserted(to_regclass('astern.j_' || k.journal))
                     + pg_stat_get_xact_tuples_inserted(to_regclass('astern.b_' || k.journal)) > 0
                 ORDER BY k.journal LOOP
                RETURN QUERY EXECUTE format('SELECT * FROM astern.o_%s($1)', number)
                  USING pg_current_xact_id()::text::bigint;
              END LOOP;
            END $body$
            """;

    /** The journals that this transaction wrote to, by the database's own count. */
    private static final String TOUCHED = """
            SELECT k.journal FROM astern.tracked k
             WHERE pg_stat_get_xact_tuples_inserted(to_regclass('astern.j_' || k.journal))
                 + pg_stat_get_xact_tuples_inserted(to_regclass('astern.b_' || k.journal)) > 0
             ORDER BY k.journal""";

    /** The columns of a journal's images. */
    static final String IMAGE = """
            FROM pg_attribute a
             WHERE a.attrelid = to_regclass('astern.j_' || number) AND a.attnum > 0 AND NOT a.attisdropped
               AND a.attname NOT IN ('xact', 'side', 'place', 'op')""";

    /**
     * A digest per journal over the rows that this transaction changed or removed, as they were before it. Images that it
     * made itself and took back cancel out.
     */
    private static final String BEFORE_STATE = """
            CREATE OR REPLACE FUNCTION astern.before_state(OUT journal integer, OUT digest text) RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $body$
            DECLARE number integer; image text;
            BEGIN
              FOR number IN %s LOOP
                image := (SELECT string_agg(format('j.%%I', a.attname), ', ' ORDER BY a.attnum) %s);
                RETURN QUERY EXECUTE format(
                  'SELECT %%s, encode(sha256(string_agg(g.h || int8send(g.n), ''''::bytea ORDER BY g.h)), ''hex'')
                     FROM (SELECT i.h, -sum(i.s) AS n
                             FROM (SELECT sha256(record_send(ROW(%%s))) AS h, CASE j.side WHEN ''+'' THEN 1 ELSE -1 END AS s
                                     FROM astern.j_%%s j WHERE j.xact = $1) i
                            GROUP BY i.h HAVING sum(i.s) < 0) g', number, image, number)
                  USING pg_current_xact_id()::text::bigint;
              END LOOP;
            END $body$
            """.formatted(TOUCHED, IMAGE);

    /**
     * The net images that this transaction wrote to one journal, in the order of the key; without one, in that of updates,
     * and each with the number of its update behind its values, if one made it. An agent may call this, too, and
     * would see rows that it may change and not read; so it takes a secret that only the gateway can look up.
     */
    private static final String PREVIEW = """
            CREATE OR REPLACE FUNCTION astern.preview(
                secret text, number integer, key integer[], room integer, OUT net bigint, OUT image text[])
            RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' AS $body$
            DECLARE names text; texts text; place text; numbered text;
            BEGIN
              IF NOT EXISTS (SELECT FROM astern.meta m WHERE m.name = 'preview' AND m.value = secret) THEN
                RAISE EXCEPTION 'not for agents' USING ERRCODE = 'insufficient_privilege';
              END IF;
              numbered := CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attname = 'op' AND NOT a.attisdropped
                                             AND a.attrelid = to_regclass('astern.j_' || number))
                             THEN 'CASE WHEN j.op = ''u'' THEN row_number() OVER (
                                       PARTITION BY j.side, j.op ORDER BY j.place) END'
                             ELSE 'NULL::bigint' END;
              names := (SELECT string_agg(format('j.%%I', a.attname), ', ' ORDER BY a.attnum) %1$s);
              texts := (SELECT string_agg(format('j.%%I::text', a.attname), ', ' ORDER BY a.attnum) %1$s);
              place := (SELECT string_agg(format('j.c%%s::text', k), ', ') FROM unnest(key) k);
              RETURN QUERY EXECUTE format(
                'SELECT sum(i.s), CASE WHEN $3 THEN i.t ELSE array_append(i.t, min(i.u)::text) END FROM (
                   SELECT sha256(record_send(ROW(%%s))) AS h, ARRAY[%%s]::text[] AS t, ARRAY[%%s]::text[] AS k,
                          CASE j.side WHEN ''+'' THEN 1 ELSE -1 END AS s, %%s AS u
                     FROM astern.j_%%s j WHERE j.xact = $1) i
                 GROUP BY i.h, i.t, i.k HAVING sum(i.s) <> 0 ORDER BY min(i.u), i.k, i.t LIMIT $2',
                names, texts, coalesce(place, texts), numbered, number)
                USING pg_current_xact_id()::text::bigint, room, place IS NOT NULL;
            END $body$
            """.formatted(IMAGE);

    /**
     * What this transaction changed, by the database's own count: for a captured table how many images there must be
     * and how many were written, for everything else that nothing captured it. Both counts hold what an exception
     * handler took back, too. These are in PL/pgSQL because it keeps their plans.
     */
    private static final String WRITTEN = """
            CREATE OR REPLACE FUNCTION astern.written(
                OUT resource text, OUT kind text, OUT journal integer, OUT images bigint, OUT captured bigint,
                OUT fits boolean, OUT guarded boolean)
            RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            #variable_conflict use_column
            BEGIN
              RETURN QUERY WITH changed AS MATERIALIZED (
                  SELECT c.oid, n.nspname, c.relname,
                         pg_stat_get_xact_tuples_inserted(c.oid) + 2 * pg_stat_get_xact_tuples_updated(c.oid)
                             + pg_stat_get_xact_tuples_deleted(c.oid) AS images
                    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'm'))
              SELECT min(c.nspname || '.' || c.relname),
                     min(CASE WHEN c.nspname = 'pg_catalog' THEN 'catalog' ELSE 'table' END),
                     t.journal, sum(c.images)::bigint,
                     (SELECT coalesce(sum(w.images), 0)::bigint FROM changed w
                       WHERE w.nspname = 'astern' AND w.relname IN ('j_' || t.journal, 'b_' || t.journal)),
                     bool_and(t.signature = astern.signature(t.rel)), bool_and(t.guard = astern.guard(t.rel))
                FROM changed c
                LEFT JOIN astern.tracked t ON t.current AND t.rel = coalesce(pg_partition_root(c.oid), c.oid)
               WHERE c.images > 0 AND c.nspname <> 'astern'
               GROUP BY t.journal, CASE WHEN t.journal IS NULL THEN c.oid END
               ORDER BY 2, 1;
            END $body$
            """;

    /**
     * Switches the owner's own triggers of a table off until they are switched on again in the same transaction; returns
     * their names and how they were enabled. Only an undo may, and only where a trigger keeps a value from coming back.
     */
    private static final String TRIGGERS_OFF = """
            CREATE OR REPLACE FUNCTION astern.user_triggers_off(rel oid) RETURNS jsonb
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE t record; modes jsonb := '{}';
            BEGIN
              FOR t IN SELECT tgname, tgenabled FROM pg_trigger
                        WHERE tgrelid = rel AND NOT tgisinternal AND tgenabled <> 'D' AND tgname NOT LIKE 'astern\\_%' LOOP
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', rel::regclass, t.tgname);
                modes := modes || jsonb_build_object(t.tgname, t.tgenabled);
              END LOOP;
              RETURN modes;
            END $body$
            """;

    private static final String TRIGGERS_ON = """
            CREATE OR REPLACE FUNCTION astern.user_triggers_on(rel oid, modes jsonb) RETURNS void
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE t record;
            BEGIN
              FOR t IN SELECT key, value FROM jsonb_each_text(modes) WHERE key NOT LIKE 'astern\\_%' LOOP
                EXECUTE format('ALTER TABLE %s ENABLE %s TRIGGER %I', rel::regclass,
                               CASE t.value WHEN 'A' THEN 'ALWAYS' WHEN 'R' THEN 'REPLICA' ELSE '' END, t.key);
              END LOOP;
            END $body$
            """;
}
