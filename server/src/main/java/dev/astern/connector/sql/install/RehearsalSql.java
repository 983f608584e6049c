package dev.astern.connector.sql.install;

import dev.astern.connector.sql.Identifiers;
import java.util.List;

/**
 * What an undo may do that an agent may not, for as long as a rehearsal's own transaction lasts: read that transaction's
 * images, and switch triggers off. An agent's login could call these, so they take the secret of previews.
 */
final class RehearsalSql {
    private RehearsalSql() {}

    static List<String> statements(Roles roles) {
        return List.of(
                OWN_IMAGES,
                TRIGGERS_OFF,
                "REVOKE ALL ON FUNCTION astern.own_images(text, integer), astern.rehearse_triggers_off(text, oid)"
                        + " FROM PUBLIC",
                "GRANT EXECUTE ON FUNCTION astern.own_images(text, integer), astern.rehearse_triggers_off(text, oid) TO "
                        + Identifiers.quote(roles.agents()));
    }

    private static final String SECRET = """
              IF NOT EXISTS (SELECT FROM astern.meta m WHERE m.name = 'preview' AND m.value = secret) THEN
                RAISE EXCEPTION 'not for agents' USING ERRCODE = 'insufficient_privilege';
              END IF;""";

    /** The images that this transaction wrote to one journal: {@code xact}, {@code side}, the columns, {@code place}. */
    private static final String OWN_IMAGES = """
            CREATE OR REPLACE FUNCTION astern.own_images(secret text, number integer) RETURNS SETOF record
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE names text; place text;
            BEGIN
            %s
              names := (SELECT string_agg(format('j.%%I, ', a.attname), '' ORDER BY a.attnum) %s);
              place := CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attname = 'place'
                                            AND a.attrelid = to_regclass('astern.j_' || number))
                            THEN 'j.place' ELSE 'NULL::bigint' END;
              RETURN QUERY EXECUTE format('SELECT j.xact, j.side, %%s %%s FROM astern.j_%%s j WHERE j.xact = $1',
                                          coalesce(names, ''), place, number)
                USING pg_current_xact_id()::text::bigint;
            END $body$
            """.formatted(SECRET, BaseSql.IMAGE);

    private static final String TRIGGERS_OFF = """
            CREATE OR REPLACE FUNCTION astern.rehearse_triggers_off(secret text, rel oid) RETURNS jsonb
            LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            BEGIN
            %s
              RETURN astern.user_triggers_off(rel);
            END $body$
            """.formatted(SECRET);
}
