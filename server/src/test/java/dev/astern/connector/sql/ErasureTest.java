package dev.astern.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.connector.Effect;
import dev.astern.connector.PersonImages;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.Settlement;
import dev.astern.connector.UndoPerformance;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoRequest;
import dev.astern.connector.UndoResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ErasureTest {
    private static final String ADA = "alys@x";

    private Target target;

    @BeforeEach
    void install() {
        target = new Target(
                Map.of("persons", "public.customer.mail, public.note.about, public.login.mail"),
                "CREATE TABLE customer (id int PRIMARY KEY, mail text, phone text, score float8)",
                "CREATE TABLE note (about text, words text)",
                "CREATE TABLE login (mail text PRIMARY KEY, secret text)",
                "CREATE TABLE other (id int PRIMARY KEY, v text)",
                "INSERT INTO customer VALUES (1, 'alys@x', 'p-alys', '-0'), (2, 'bob@x', 'p-bob', 1.5), (3, NULL, NULL, 2)",
                "INSERT INTO note VALUES ('alys@x', 'n-alys'), ('bob@x', 'n-bob'), ('bob@x', 'n-bob')",
                "INSERT INTO login VALUES ('alys@x', 's-alys'), ('bob@x', 's-bob')",
                "INSERT INTO other VALUES (1, 'a')");
    }

    @AfterEach
    void close() {
        target.close();
    }

    private static long erased(UndoReport report) {
        return report.counts().stream()
                .filter(c -> c.reason() == Reason.ERASED)
                .peek(c -> assertThat(c.result()).isEqualTo(UndoResult.CANNOT))
                .mapToLong(UndoReport.Count::count)
                .sum();
    }

    private static boolean quotesAda(String text) {
        return text.contains("alys@") || text.contains("-alys");
    }

    private Reason notApplied(String action) {
        var performance =
                target.connector().undo(target.request(action), Target.always(Target.newId(), Target.session()));
        return performance instanceof UndoPerformance.NotApplied not
                ? not.problem().reason()
                : Reason.INTERNAL;
    }

    @Test
    void an_erased_row_stays_and_all_others_are_undone() {
        var id = target.act("UPDATE customer SET phone = 'x', score = 0", "UPDATE other SET v = 'b'");
        assertThat(target.keptOf(ADA)).isEqualTo(new PersonImages(2, 0, 0, Set.of(id), List.of()));
        assertThat(target.erase(ADA).images()).isEqualTo(2);
        assertThat(target.keptOf(ADA).isEmpty()).isTrue();
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
        var plan = target.connector().planUndo(target.request(id));
        var report = target.undo(id);
        assertThat(plan.counts()).isEqualTo(report.counts());
        assertThat(erased(report)).isEqualTo(1);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(3);
        assertThat(report.items().stream().filter(i -> i.reason() == Reason.ERASED))
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.key()).isNull();
                    assertThat(item.fields()).isEmpty();
                    assertThat(item.did()).isEqualTo(Effect.Kind.UPDATE);
                });
        assertThat(target.rows("SELECT * FROM customer"))
                .containsExactly("(1,alys@x,x,0)", "(2,bob@x,p-bob,1.5)", "(3,,,2)");
        assertThat(target.rows("SELECT v FROM other")).containsExactly("(a)");
    }

    @Test
    void effects_say_that_a_row_was_erased_and_nothing_of_it() {
        var id = target.act("UPDATE customer SET phone = 'x'", "DELETE FROM note WHERE about = 'alys@x'");
        target.erase(ADA);
        var gone = target.effects(id).stream().filter(Effect::erased).toList();
        assertThat(gone)
                .hasSize(2)
                .allSatisfy(effect -> assertThat(effect.key()).isNull());
        assertThat(gone).extracting(Effect::kind).containsExactly(Effect.Kind.UPDATE, Effect.Kind.DELETE);
        assertThat(target.effects(id)).hasSize(4);
        var one = target.connector().effects(id, null, 1);
        var paged = 1;
        while (one.next() != null) {
            one = target.connector().effects(id, one.next(), 1);
            paged += one.effects().size();
        }
        assertThat(paged).isEqualTo(4);
    }

    @Test
    void a_row_that_was_or_became_the_persons_is_erased_on_both_sides() {
        var became = target.act("UPDATE customer SET mail = 'alys@x' WHERE id = 2");
        var left = target.act("UPDATE customer SET mail = 'eve@x' WHERE id = 1");
        assertThat(target.erase(ADA).images()).isEqualTo(4);
        assertThat(erased(target.undo(became, left))).isEqualTo(2);
        assertThat(target.rows("SELECT mail FROM customer WHERE id < 3")).containsExactly("(alys@x)", "(eve@x)");
    }

    @Test
    void what_is_left_is_still_protected_against_changes() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        target.erase(ADA);
        target.owner("DO $$ DECLARE j int := (SELECT journal FROM astern.tracked WHERE table_name = 'customer'); BEGIN"
                + " EXECUTE format('UPDATE astern.j_%s SET c3 = ''forged'' WHERE c1 = 2 AND side = ''-''', j); END $$");
        assertThat(notApplied(id)).isEqualTo(Reason.BEFORE_STATE_ALTERED);
    }

    @Test
    void what_stands_for_an_erased_image_can_t_be_taken_away() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        target.erase(ADA);
        target.owner("DELETE FROM astern.erased WHERE side = '-'");
        assertThat(notApplied(id)).isEqualTo(Reason.BEFORE_STATE_ALTERED);
    }

    @Test
    void an_erasure_makes_no_good_of_images_that_were_altered_before_it() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        target.owner("DO $$ DECLARE j int := (SELECT journal FROM astern.tracked WHERE table_name = 'customer'); BEGIN"
                + " EXECUTE format('UPDATE astern.j_%s SET c3 = ''forged'' WHERE c1 = 2 AND side = ''-''', j); END $$");
        target.erase(ADA);
        assertThat(notApplied(id)).isEqualTo(Reason.BEFORE_STATE_ALTERED);
    }

    @Test
    void erasing_again_finds_nothing_and_another_person_is_erased_beside() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        assertThat(target.erase(ADA).images()).isEqualTo(2);
        assertThat(target.erase(ADA).isEmpty()).isTrue();
        assertThat(target.erase("bob@x").images()).isEqualTo(2);
        var report = target.undo(id);
        assertThat(erased(report)).isEqualTo(2);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
    }

    @Test
    void the_same_erasure_asked_again_says_what_it_erased() {
        target.act("UPDATE customer SET phone = 'x'");
        assertThat(target.erase("era_cut_short", ADA, Set.of()).images()).isEqualTo(2);
        assertThat(target.erase("era_cut_short", ADA, Set.of()).images()).isEqualTo(2);
    }

    @Test
    void an_action_of_which_everything_was_erased_is_undone_as_nothing() {
        var id = target.act("UPDATE customer SET phone = 'x' WHERE id = 1");
        target.erase(ADA);
        var report = target.undo(id);
        assertThat(erased(report)).isEqualTo(1);
        assertThat(report.counts()).hasSize(1);
    }

    @Test
    void held_actions_keep_their_images() {
        var held = target.act("UPDATE customer SET phone = 'x' WHERE id = 1");
        var free = target.act("UPDATE customer SET phone = 'y' WHERE id = 1");
        var erased = target.erase("era_held", ADA, Set.of(held));
        assertThat(erased.images()).isEqualTo(2);
        assertThat(erased.held()).isEqualTo(2);
        assertThat(erased.actions()).containsExactlyInAnyOrder(held, free);
        assertThat(target.keptOf(ADA).actions()).containsExactly(held);
        assertThat(target.effects(held)).noneMatch(Effect::erased);
    }

    @Test
    void rows_without_a_key_go_in_pairs() {
        var id = target.act("UPDATE note SET words = words || '!'");
        var renamed = target.act("UPDATE note SET about = 'eve@x' WHERE about = 'alys@x'");
        assertThat(target.erase(ADA).images()).isEqualTo(4);
        var report = target.undo(id, renamed);
        assertThat(erased(report)).isEqualTo(2);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(2);
        assertThat(target.rows("SELECT * FROM note"))
                .containsExactly("(bob@x,n-bob)", "(bob@x,n-bob)", "(eve@x,n-alys!)");
    }

    @Test
    void where_nothing_tells_rows_apart_from_the_erased_none_is_touched() {
        var id = target.act(
                "INSERT INTO note VALUES ('cy@x', 'n-cy')",
                "UPDATE note SET about = 'eve@x', words = 'z' WHERE about = 'alys@x'");
        target.erase(ADA);
        var report = target.undo(id);
        assertThat(report.count(UndoResult.RESTORED)).isZero();
        assertThat(erased(report)).isEqualTo(3);
        assertThat(target.rows("SELECT * FROM note")).contains("(eve@x,z)", "(cy@x,n-cy)");
    }

    @Test
    void a_row_whose_key_named_the_person_is_not_taken_for_a_new_one() {
        var id = target.act("UPDATE login SET mail = 'eve@x' WHERE mail = 'alys@x'");
        target.erase(ADA);
        var report = target.undo(id);
        assertThat(erased(report)).isEqualTo(2);
        assertThat(report.count(UndoResult.RESTORED)).isZero();
        assertThat(target.rows("SELECT mail FROM login")).containsExactly("(bob@x)", "(eve@x)");
    }

    @Test
    void a_dropped_table_comes_back_without_the_persons_rows() {
        target.owner(
                "ALTER TABLE customer ADD COLUMN boss int REFERENCES customer ON DELETE CASCADE",
                "UPDATE customer SET boss = 1 WHERE id = 2",
                "CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$",
                "CREATE TRIGGER never BEFORE DELETE ON customer FOR EACH ROW EXECUTE FUNCTION never()",
                "CREATE MATERIALIZED VIEW mails AS SELECT mail FROM customer");
        target.refresh();
        var id = target.act("DROP TABLE customer CASCADE");
        assertThat(target.keptOf(ADA)).isEqualTo(new PersonImages(0, 1, 0, Set.of(id), List.of()));
        assertThat(target.erase(ADA).rows()).isEqualTo(1);
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
        assertThat(target.keptOf(ADA).isEmpty()).isTrue();
        var plan = target.connector().planUndo(target.request(id));
        var report = target.undo(id);
        assertThat(erased(plan)).isEqualTo(1);
        assertThat(erased(report)).isEqualTo(1);
        assertThat(target.rows("SELECT id, mail, boss FROM customer")).containsExactly("(2,bob@x,1)", "(3,,)");
        assertThat(target.rows("SELECT * FROM mails")).containsExactly("()", "(bob@x)");
        assertThatThrownBy(() -> target.owner("DELETE FROM customer")).hasMessageContaining("no");
    }

    @Test
    void truncated_rows_are_images_and_go_as_they_do() {
        var id = target.act("TRUNCATE customer");
        assertThat(target.erase(ADA).images()).isEqualTo(1);
        var report = target.undo(id);
        assertThat(erased(report)).isEqualTo(1);
        assertThat(target.rows("SELECT id FROM customer")).containsExactly("(2)", "(3)");
    }

    @Test
    void values_of_a_dropped_column_go_by_the_row_they_were_of() {
        var id = target.act("ALTER TABLE customer DROP COLUMN phone");
        assertThat(target.erase(ADA).rows()).isEqualTo(1);
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
        assertThat(erased(target.undo(id))).isEqualTo(1);
        assertThat(target.rows("SELECT id, phone FROM customer")).containsExactly("(1,)", "(2,p-bob)", "(3,)");
    }

    @Test
    void values_of_a_row_that_an_agent_deleted_meanwhile_go_by_its_image() {
        target.act("ALTER TABLE customer DROP COLUMN phone");
        target.act("DELETE FROM customer WHERE id = 1");
        var erased = target.erase(ADA);
        assertThat(erased.images()).isEqualTo(1);
        assertThat(erased.rows()).isEqualTo(1);
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
    }

    @Test
    void the_persons_own_column_goes_when_it_was_dropped_or_changed_its_type() {
        target.act("ALTER TABLE customer ALTER COLUMN mail TYPE varchar(20)");
        target.act("ALTER TABLE note DROP COLUMN about");
        assertThat(target.erase(ADA).rows()).isEqualTo(2);
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
    }

    @Test
    void images_under_an_older_name_of_the_column_go_too() {
        target.act("UPDATE customer SET phone = 'x' WHERE id = 1");
        target.act("ALTER TABLE customer RENAME COLUMN mail TO address");
        target.act("UPDATE customer SET phone = 'y' WHERE id = 1");
        assertThat(target.erase(ADA).images()).isEqualTo(4);
        assertThat(Kept.texts(target)).noneMatch(ErasureTest::quotesAda);
    }

    @Test
    void rows_and_structure_of_one_action_are_undone_apart_from_the_erased() {
        var session = Target.session();
        var one = target.act(session, "UPDATE customer SET phone = 'x'");
        var two = target.act(session, "ALTER TABLE customer DROP COLUMN score");
        target.erase(ADA);
        var report = target.undo(one, two);
        assertThat(erased(report)).isEqualTo(2);
        assertThat(target.rows("SELECT id, phone, score FROM customer"))
                .containsExactly("(1,x,)", "(2,p-bob,1.5)", "(3,,2)");
    }

    @Test
    void an_undo_is_erased_like_any_action_and_can_be_undone_for_the_others() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        var undo = Target.newId();
        target.undo(undo, target.request(id));
        assertThat(target.erase(ADA).images()).isEqualTo(4);
        var report = target.undo(undo);
        assertThat(erased(report)).isEqualTo(1);
        assertThat(target.rows("SELECT phone FROM customer")).containsExactly("(p-alys)", "(x)", "(x)");
    }

    @Test
    void what_settles_after_an_erasure_is_what_was_left() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        target.erase(ADA);
        var settled = (Settlement.Applied) target.connector().settle(id);
        assertThat(settled.observed().counts())
                .singleElement()
                .satisfies(c -> assertThat(c.updated()).isEqualTo(3));
        assertThat(target.request(id)
                        .actions()
                        .getFirst()
                        .accepts(settled.observed().digest()))
                .isTrue();
    }

    @Test
    void nothing_is_erased_where_the_new_digests_can_t_be_kept() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        assertThatThrownBy(() -> target.eraseAnd(ADA, () -> {
                    throw new IllegalStateException("the store is away");
                }))
                .hasMessage("the store is away");
        assertThat(target.keptOf(ADA).images()).isEqualTo(2);
        assertThat(erased(target.undo(id))).isZero();
    }

    @Test
    void pruning_takes_what_stood_for_the_erased() {
        target.act("UPDATE customer SET phone = 'x'");
        target.erase(ADA);
        target.prune();
        assertThat(target.rows("SELECT * FROM astern.erased")).isEmpty();
    }

    @Test
    void a_column_that_nothing_has_is_said() {
        try (var odd =
                new Target(Map.of("persons", "public.t.whom"), "CREATE TABLE t (id int PRIMARY KEY, who text)")) {
            odd.act("INSERT INTO t VALUES (1, 'alys@x')");
            assertThat(odd.keptOf(ADA).notes()).singleElement().asString().contains("public.t.whom");
        }
    }

    @Test
    void what_was_installed_by_an_earlier_version_asks_for_a_refresh_and_goes_on_undoing() {
        var id = target.act("UPDATE customer SET phone = 'x'");
        target.owner("DROP TABLE astern.erased", "DROP TABLE astern.erased_kept");
        assertThatThrownBy(() -> target.erase(ADA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().reason()).isEqualTo(Reason.CAPTURE_OUTDATED));
        target.refresh();
        assertThat(target.erase(ADA).images()).isEqualTo(2);
        assertThat(erased(target.undo(id))).isEqualTo(1);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void agents_write_while_a_person_is_erased_and_an_erasure_waits_for_no_agent() throws Exception {
        target.act("UPDATE customer SET phone = 'x' WHERE id = 1");
        try (var agent = target.agent("astern_s_r_")) {
            agent.setAutoCommit(false);
            try (var statement = agent.createStatement()) {
                statement.execute("SELECT astern.begin_action('act_slow')");
                statement.execute("UPDATE customer SET phone = 'slow' WHERE id = 1");
            }
            assertThat(target.erase(ADA).images()).isEqualTo(2);
            agent.commit();
        }
        assertThat(target.erase(ADA).images()).as("what was written meanwhile").isEqualTo(2);
        target.eraseAnd("bob@x", () -> {});
        target.act("UPDATE customer SET phone = 'z' WHERE id = 2");
        target.eraseAnd("bob@x", () -> target.act("UPDATE customer SET phone = 'meanwhile' WHERE id = 2"));
        assertThat(target.keptOf("bob@x").images()).isEqualTo(2);
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void undos_that_run_beside_erasures_never_find_their_images_altered() throws Exception {
        for (int round = 0; round < 12; round++) {
            var session = Target.session();
            var rows = target.act(session, "UPDATE customer SET phone = 'r" + round + "', score = " + round);
            var structure = round % 3 == 0 ? target.act(session, "ALTER TABLE other DROP COLUMN v") : rows;
            var request = round % 3 == 0 ? new String[] {rows, structure} : new String[] {rows};
            var erasing = CompletableFuture.supplyAsync(() -> target.erase(ADA));
            var report = target.undo(request);
            var erased = erasing.get(30, TimeUnit.SECONDS);
            assertThat(report.count(UndoResult.RESTORED) + erased(report))
                    .as("round " + round)
                    .isEqualTo(round % 3 == 0 ? 4 : 3);
            assertThat(erased.images()).isIn(2L, 4L);
            target.erase(ADA);
        }
    }

    @Test
    void a_hundred_thousand_images_go_in_seconds() {
        target.owner("INSERT INTO customer SELECT g, CASE WHEN g % 2 = 0 THEN 'alys@x' ELSE 'bob@x' END, 'p' || g, g"
                + " FROM generate_series(10, 100009) g");
        var id = target.act("UPDATE customer SET phone = 'x' WHERE id >= 10");
        var from = System.nanoTime();
        assertThat(target.erase(ADA).images()).isEqualTo(100_000);
        var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
        System.out.println("100,000 images erased in " + took + " ms");
        assertThat(took).isLessThan(30_000);
        var report = target.undo(Target.newId(), small(target.request(id)));
        assertThat(erased(report)).isEqualTo(50_000);
        assertThat(report.count(UndoResult.RESTORED)).isEqualTo(50_000);
    }

    private static UndoRequest small(UndoRequest request) {
        return new UndoRequest(request.actions(), request.onConflict(), request.choices(), 10, null);
    }
}
