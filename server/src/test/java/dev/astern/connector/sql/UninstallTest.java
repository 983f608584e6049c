package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.connector.Installation;
import org.junit.jupiter.api.Test;

class UninstallTest {
    private static final String[] TABLES = {
        "CREATE TABLE parent (id int PRIMARY KEY, v text)",
        "CREATE TABLE nokey (id int, v text)",
        "CREATE TABLE leafy (id int PRIMARY KEY) PARTITION BY RANGE (id)",
        "CREATE TABLE leafy_1 PARTITION OF leafy FOR VALUES FROM (1) TO (10)",
        "INSERT INTO parent VALUES (1, 'a')",
    };

    private static final String TRACES = """
            SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname LIKE 'astern%'
            UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE tgname LIKE 'astern%'
            UNION ALL SELECT 'grant on ' || c.relname FROM pg_class c, aclexplode(c.relacl) a
              JOIN pg_roles r ON r.oid = a.grantee
             WHERE r.rolname LIKE 'astern\\_%' AND c.relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'role ' || rolname FROM pg_roles
             WHERE rolname LIKE 'astern\\_%' AND rolname LIKE '%' || (SELECT oid FROM pg_database WHERE datname = current_database())
            """;

    private static Installation installation(Target target) {
        return new SqlProvider().installation(target.config());
    }

    @Test
    void it_leaves_no_trace_and_can_be_put_on_again() {
        try (var target = new Target(TABLES)) {
            target.act("UPDATE parent SET v = 'b' WHERE id = 1", "INSERT INTO nokey VALUES (1, 'x')");
            target.act("ALTER TABLE parent ADD COLUMN w int", "DROP TABLE nokey");
            installation(target).uninstall(false);
            assertThat(target.rows(TRACES)).isEmpty();
            assertThat(target.rows("SELECT id, v FROM parent")).containsExactly("(1,b)");
            target.owner("INSERT INTO leafy VALUES (3)");
            installation(target).uninstall(false);
            assertThat(installation(target).script().own())
                    .as("printed, not run")
                    .anyMatch(sql -> sql.contains("GRANT SELECT ON astern.j_"));
            assertThat(target.rows(TRACES)).isEmpty();
            assertThat(installation(target).install().state().name()).isEqualTo("READY");
        }
    }

    @Test
    void images_stay_where_that_is_asked_for_and_can_be_used_again() {
        try (var target = new Target(TABLES)) {
            var id = target.act("UPDATE parent SET v = 'b' WHERE id = 1");
            installation(target).uninstall(true);
            assertThat(target.rows("SELECT FROM pg_trigger WHERE tgname LIKE 'astern%'"))
                    .isEmpty();
            assertThat(installation(target).install().state().name()).isEqualTo("READY");
            target.undo(id);
            assertThat(target.rows("SELECT id, v FROM parent")).containsExactly("(1,a)");
        }
    }
}
