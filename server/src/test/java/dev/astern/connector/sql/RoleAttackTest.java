package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.sql.install.Roles;
import dev.astern.testing.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent's login could try if it came past the gateway's own checks: straight to the database. */
class RoleAttackTest {
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE account (id int PRIMARY KEY, balance int)", "INSERT INTO account VALUES (1, 100)", """
                CREATE FUNCTION careless() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                  EXECUTE 'ALTER TABLE account DISABLE TRIGGER ALL';
                  EXECUTE 'UPDATE account SET balance = 0';
                  EXECUTE 'ALTER TABLE account ENABLE TRIGGER ALL';
                END $$""");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET session_replication_role = replica",
                "SET SESSION AUTHORIZATION SUPERUSER",
                "ALTER TABLE account DISABLE TRIGGER ALL",
                "DROP TRIGGER astern_ru ON account",
                "TRUNCATE account",
                "DROP TABLE account",
                "CREATE TABLE public.mine (id int)",
                "CREATE TRIGGER t AFTER UPDATE ON account EXECUTE FUNCTION astern.f_1_ru()",
                "SELECT * FROM astern.j_1",
                "SELECT * FROM astern.b_1",
                "INSERT INTO astern.j_1 (xact, side) VALUES (1, '+')",
                "DELETE FROM astern.fence",
                "UPDATE astern.meta SET value = ''",
                "UPDATE astern.tracked SET current = false",
                "SELECT astern.observe_xact(1, '{1}')",
                "SELECT astern.user_triggers_off('account'::regclass)",
                "CREATE ROLE other",
                "ALTER ROLE CURRENT_USER CONNECTION LIMIT 100",
                "CREATE OR REPLACE FUNCTION astern.f_1_ru() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            })
    void the_database_itself_refuses(String sql) throws SQLException {
        for (var prefix : List.of(Roles.ROW_PREFIX, Roles.BULK_PREFIX)) {
            try (var agent = target.agent(prefix);
                    var statement = agent.createStatement()) {
                assertThatThrownBy(() -> statement.execute(sql.replace("SUPERUSER", TestPostgres.user())))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            }
        }
    }

    @Test
    void set_role_and_shadowing_names_do_not_switch_capture_off() throws SQLException {
        for (var prefix : List.of(Roles.ROW_PREFIX, Roles.BULK_PREFIX)) {
            try (var agent = target.agent(prefix);
                    var statement = agent.createStatement()) {
                agent.setAutoCommit(false);
                statement.execute("CREATE TEMP TABLE text (a int)");
                statement.execute("CREATE FUNCTION pg_temp.starts_with(text, text) RETURNS boolean LANGUAGE sql"
                        + " AS 'SELECT false'");
                statement.execute("SET search_path = pg_temp, pg_catalog, public");
                try (var row = statement.executeQuery("SELECT pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles"
                        + " WHERE rolname LIKE 'astern\\_agents\\_%' AND pg_catalog.pg_has_role(oid, 'MEMBER')")) {
                    row.next();
                    var group = row.getString(1);
                    statement.execute("SET ROLE " + group);
                }
                statement.execute("UPDATE public.account SET balance = balance + 1");
                try (var rows = statement.executeQuery("SELECT images FROM astern.observe()")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(2);
                }
                agent.rollback();
            }
        }
    }

    @Test
    void an_owners_careless_function_can_not_hide_a_change() {
        assertThat(target.refused("SELECT careless()")).isEqualTo(Reason.NOT_CAPTURABLE);
        assertThat(target.rows("SELECT * FROM account")).containsExactly("(1,100)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY x",
                "DO $$ BEGIN NOTIFY x; END $$",
                "SELECT pg_notify('x', '')",
                "SELECT lo_create(0)",
                "SELECT query_to_xml('select pg_notify(''x'', '''')', true, true, '')",
                "DO $$ BEGIN EXECUTE 'NOT' || 'IFY x'; END $$",
                "LISTEN x",
                "LOCK TABLE account",
                "COPY account TO PROGRAM 'cat'",
                "COPY account FROM '/etc/passwd'",
                "SET ROLE postgres",
                "RESET ALL",
                "PREPARE p AS SELECT 1",
                "DECLARE c CURSOR FOR SELECT 1",
                "VACUUM account",
                "REFRESH MATERIALIZED VIEW v",
                "GRANT ALL ON account TO PUBLIC",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "SAVEPOINT s",
                "COMMIT; DELETE FROM account"
            })
    void the_gateway_refuses(String sql) {
        target.refused(sql);
        assertThat(target.rows("SELECT * FROM account")).containsExactly("(1,100)");
    }

    @Test
    void what_one_action_sets_does_not_reach_the_next() {
        var session = Target.session();
        target.act(
                session,
                "SELECT set_config('search_path', 'pg_temp', false), set_config('bytea_output', 'escape', false)");
        target.act(session, "UPDATE account SET balance = 100 WHERE id = 1");
        var performance = target.connector()
                .perform(
                        target.operation("read_rows", Map.of("sql", "SELECT 'abc'::bytea")),
                        Target.always(Target.newId(), session));
        assertThat(((Performance.Committed) performance)
                        .output()
                        .results()
                        .getFirst()
                        .rows())
                .isEqualTo(List.of(List.of("\\x616263")));
    }

    @Test
    void a_revoked_session_has_no_login_left() {
        var session = Target.session();
        target.act(session, "UPDATE account SET balance = 100 WHERE id = 1");
        var logins = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'astern\\_s\\_%\\_"
                + session.id().substring(4) + "'";
        assertThat(target.rows(logins)).isNotEmpty();
        target.connector().revoke(session);
        target.connector().revoke(session);
        assertThat(target.rows(logins)).isEmpty();
    }
}
