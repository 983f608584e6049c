package dev.astern.connector.sql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.astern.connector.Effect;
import dev.astern.connector.Performance;
import dev.astern.connector.Reason;
import dev.astern.connector.ResourceCount;
import dev.astern.connector.Settlement;
import dev.astern.connector.TargetStatus.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaptureTest {
    private static Target target;

    @BeforeAll
    static void install() {
        target = new Target(
                "CREATE TABLE customer (id int PRIMARY KEY, name text)",
                """
                CREATE TABLE orders (id int PRIMARY KEY, total numeric,
                    customer int REFERENCES customer ON DELETE CASCADE)""",
                "CREATE TABLE nokey (a int, b text)",
                "CREATE TABLE part (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2026-07-01')",
                "CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM ('2026-07-01') TO ('2027-01-01')",
                "CREATE TABLE audit (id serial PRIMARY KEY, what text)",
                """
                CREATE FUNCTION audited() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN INSERT INTO audit (what) VALUES (TG_OP); RETURN NULL; END $$""",
                "CREATE TRIGGER audited AFTER UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION audited()",
                "CREATE TABLE \"a b,c\" (\"x\"\"y\" int PRIMARY KEY, \"ü'\" text)",
                "CREATE VIEW big AS SELECT * FROM orders WHERE total > 100");
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Test
    void installs_without_superuser_and_is_ready() {
        var status = new SqlProvider().installation(target.config()).status();
        assertThat(status.state()).isEqualTo(State.READY);
        assertThat(status.resources()).isEqualTo(6);
    }

    @Test
    void a_cascading_delete_shows_everything_it_took() {
        target.act("INSERT INTO customer VALUES (1, 'Ada')", "INSERT INTO orders VALUES (1, 10, 1), (2, 20, 1)");
        var id = target.act("DELETE FROM customer WHERE id = 1");
        assertThat(target.effects(id))
                .extracting(Effect::resource, Effect::kind)
                .containsExactlyInAnyOrder(
                        tuple("public.customer", Effect.Kind.DELETE),
                        tuple("public.orders", Effect.Kind.DELETE),
                        tuple("public.orders", Effect.Kind.DELETE));
    }

    @Test
    void users_triggers_are_captured_by_both_kinds() {
        target.act("INSERT INTO customer VALUES (10, 'Bob'), (11, 'Eve')");
        assertThat(counts("UPDATE customer SET name = 'Rob' WHERE id = 10"))
                .containsExactlyInAnyOrder(
                        new ResourceCount("public.audit", 1, 0, 0), new ResourceCount("public.customer", 0, 1, 0));
        assertThat(counts("UPDATE customer SET name = upper(name) WHERE id IN (SELECT 10 UNION SELECT 11)"))
                .containsExactlyInAnyOrder(
                        new ResourceCount("public.audit", 2, 0, 0), new ResourceCount("public.customer", 0, 2, 0));
    }

    @Test
    void partitions_are_captured_under_their_root_wherever_the_statement_was_aimed() {
        assertThat(counts("INSERT INTO part VALUES (1, '2026-03-01')"))
                .containsExactly(new ResourceCount("public.part", 1, 0, 0));
        assertThat(counts("INSERT INTO part_1 SELECT 2, '2026-04-01'::date"))
                .containsExactly(new ResourceCount("public.part", 1, 0, 0));
        assertThat(counts("UPDATE part SET at = '2026-08-01' WHERE id = 1")
                        .getFirst()
                        .total())
                .isEqualTo(2);
        assertThat(counts("UPDATE part SET at = at + 1 WHERE id > 0 OR false")
                        .getFirst()
                        .updated())
                .isZero();
    }

    @Test
    void views_ctes_merge_upserts_and_do_blocks_are_captured() {
        target.act("INSERT INTO customer VALUES (20, 'Kay')", "INSERT INTO orders VALUES (20, 500, 20)");
        assertThat(counts("UPDATE big SET total = 600 WHERE id = 20"))
                .containsExactly(new ResourceCount("public.orders", 0, 1, 0));
        assertThat(counts("WITH d AS (DELETE FROM orders WHERE id = 20 RETURNING *) SELECT count(*) FROM d"))
                .containsExactly(new ResourceCount("public.orders", 0, 0, 1));
        assertThat(counts("INSERT INTO nokey VALUES (1, 'x'), (1, 'x')"))
                .containsExactly(new ResourceCount("public.nokey", 2, 0, 0));
        assertThat(counts("""
                        MERGE INTO orders o USING (VALUES (20, 1), (21, 2)) v(id, total) ON o.id = v.id
                        WHEN MATCHED THEN UPDATE SET total = v.total
                        WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.total, 20)""")).containsExactly(new ResourceCount("public.orders", 2, 0, 0));
        assertThat(counts("INSERT INTO orders VALUES (21, 9, 20) ON CONFLICT (id) DO UPDATE SET total = 9"))
                .containsExactly(new ResourceCount("public.orders", 0, 1, 0));
        assertThat(counts("DO $$ BEGIN UPDATE orders SET total = 0; DELETE FROM orders WHERE id = 20; END $$")
                        .getFirst()
                        .deleted())
                .isEqualTo(1);
    }

    @Test
    void odd_names_and_exact_values_come_back_as_they_were() {
        var id = target.act("INSERT INTO \"a b,c\" VALUES (1, E'tab\\t''quote''')");
        var effect = target.effects(id).getFirst();
        assertThat(effect.resource()).isEqualTo("public.a b,c");
        assertThat(requireNonNull(effect.after()).get("ü'")).isEqualTo("tab\t'quote'");
        assertThat(requireNonNull(effect.key()).get("x\"y")).isEqualTo("1");
    }

    @Test
    void what_an_agent_must_not_do_is_refused_and_leaves_nothing() {
        assertThat(target.refused("COMMIT")).isEqualTo(Reason.TRANSACTION_CONTROL);
        assertThat(target.refused("SET session_replication_role = replica")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("DO $$ BEGIN COMMIT; END $$")).isEqualTo(Reason.TRANSACTION_CONTROL);
        assertThat(target.refused("SELECT setval('audit_id_seq', 1)")).isEqualTo(Reason.NOT_CAPTURABLE);
        assertThat(target.refused("DELETE FROM astern.fence")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("SELECT * FROM astern.j_1")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("SELECT astern.begin_action('act_other')")).isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("DO $$ BEGIN CREATE TEMP TABLE t (a int); END $$"))
                .isEqualTo(Reason.NOT_CAPTURABLE);
        assertThat(target.refused("DO $$ BEGIN ALTER TABLE orders DISABLE TRIGGER ALL; END $$"))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(target.refused("DO $$ BEGIN EXECUTE 'ALTER TABLE orders DISABLE TRIGGER ALL'; END $$"))
                .isEqualTo(Reason.NOT_CAPTURABLE);
        assertThat(target.refused("UPDATE orders SET nothing = 1")).isEqualTo(Reason.STATEMENT_INVALID);
        assertThat(target.refused("UPDATE orders SET total = 'x'::numeric")).isEqualTo(Reason.STATEMENT_FAILED);
        assertThat(target.rows("SELECT * FROM astern.fence WHERE action = 'act_other'"))
                .isEmpty();
    }

    @Test
    void a_table_without_capture_is_refused_until_refresh() {
        target.owner("CREATE TABLE late (id int PRIMARY KEY)", "GRANT ALL ON late TO PUBLIC");
        assertThat(target.refused("INSERT INTO late VALUES (1)")).isEqualTo(Reason.CAPTURE_OUTDATED);
        assertThat(target.rows("SELECT * FROM late")).isEmpty();
        target.owner("DROP TABLE late");
    }

    @Test
    void a_disabled_trigger_is_noticed_before_the_commit() {
        target.owner("ALTER TABLE nokey DISABLE TRIGGER astern_ri");
        try {
            assertThat(target.refused("INSERT INTO nokey VALUES (7, 'gone')")).isEqualTo(Reason.CAPTURE_TAMPERED);
        } finally {
            target.owner("ALTER TABLE nokey ENABLE TRIGGER astern_ri");
        }
        assertThat(target.rows("SELECT * FROM nokey WHERE a = 7")).isEmpty();
    }

    /** The counts would agree; only the images would be wrong. */
    @Test
    void a_capture_function_that_writes_something_else_is_noticed_by_the_next_action() {
        target.act("INSERT INTO nokey VALUES (7, 'seen')");
        target.owner(
                "CREATE TABLE kept AS SELECT pg_get_functiondef(t.tgfoid) AS def FROM pg_trigger t"
                        + " WHERE t.tgrelid = 'nokey'::regclass AND t.tgname = 'astern_ri'",
                "DO $$ BEGIN EXECUTE (SELECT replace(def, 'NEW.\"b\"', '''forged''') FROM kept); END $$");
        try {
            assertThat(target.refused("INSERT INTO nokey VALUES (8, 'gone')")).isEqualTo(Reason.CAPTURE_TAMPERED);
        } finally {
            target.owner("DO $$ BEGIN EXECUTE (SELECT def FROM kept); END $$", "DROP TABLE kept");
        }
        assertThat(target.rows("SELECT b FROM nokey WHERE a IN (7, 8)")).containsExactly("(seen)");
        target.act("DELETE FROM nokey WHERE a = 7");
    }

    @Test
    void a_settled_action_never_runs_and_an_applied_one_is_found() {
        var connector = target.connector();
        assertThat(connector.settle("act_void")).isInstanceOf(Settlement.NeverApplied.class);
        assertThat(target.perform("act_void", Target.session(), Map.of("sql", "INSERT INTO nokey VALUES (8, 'x')")))
                .isInstanceOf(Performance.Failed.class);
        var id = target.act("INSERT INTO nokey VALUES (9, 'y')");
        assertThat(connector.settle(id))
                .isInstanceOfSatisfying(
                        Settlement.Applied.class,
                        applied -> assertThat(applied.observed().counts())
                                .isEqualTo(List.of(new ResourceCount("public.nokey", 1, 0, 0))));
    }

    @Test
    void reads_tell_what_was_read() {
        target.act("INSERT INTO customer VALUES (30, 'Zoe')");
        var operation = target.operation("read_rows", Map.of("sql", "SELECT id, name FROM customer WHERE id = 30"));
        var performance = target.connector().perform(operation, Target.always("act_read", Target.session()));
        assertThat(performance).isInstanceOfSatisfying(Performance.Committed.class, done -> {
            assertThat(done.output().results().getFirst().rows()).isEqualTo(List.of(List.of(30L, "Zoe")));
            assertThat(done.reads().resources().getFirst().keys().getFirst().get("id"))
                    .isEqualTo("30");
        });
    }

    @Test
    void a_rehearsal_leaves_nothing_and_has_the_digest_of_the_real_run() {
        var arguments = Map.<String, Object>of("sql", "INSERT INTO nokey VALUES (12, 'r')");
        var rehearsed = target.connector()
                .rehearse(target.operation("run_sql", arguments), Target.always("act_r", Target.session()));
        assertThat(target.rows("SELECT * FROM nokey WHERE a = 12")).isEmpty();
        var real = target.perform(Target.newId(), Target.session(), arguments);
        assertThat(((Performance.Committed) real).observed().digest())
                .isEqualTo(((Performance.RolledBack) rehearsed).observed().digest());
    }

    private static List<ResourceCount> counts(String sql) {
        var performance = target.perform(Target.newId(), Target.session(), Map.of("sql", sql));
        if (performance instanceof Performance.Committed committed) {
            return committed.observed().counts();
        }
        throw new AssertionError(sql + " ended as " + performance);
    }
}
