package dev.astern.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.ServerSettings;
import dev.astern.config.ServerSettings.Journal;
import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import dev.astern.connector.sql.Kept;
import dev.astern.connector.sql.SqlProvider;
import dev.astern.connector.sql.Target;
import dev.astern.gateway.ActionAnswer;
import dev.astern.gateway.ActionRequest;
import dev.astern.gateway.Cancellation;
import dev.astern.gateway.StepObserver;
import dev.astern.model.ActionState;
import dev.astern.model.Agent;
import dev.astern.model.Erasure;
import dev.astern.model.Erasure.AtTarget;
import dev.astern.model.Erasure.State;
import dev.astern.model.Operator;
import dev.astern.model.Session;
import dev.astern.model.UndoSelection;
import dev.astern.session.StartSession;
import dev.astern.target.NewTarget;
import dev.astern.testing.TestPostgres;
import dev.astern.undo.UndoOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is erased by the whole of the server, at two targets. */
class PersonErasureTest {
    private static final String ADA = "alys@x";

    @TempDir
    private Path data;

    private final TestPostgres.Database store = TestPostgres.database();
    private final Target shop = target();
    private final Target crm = target();
    private Node node;
    private Operator operator;
    /** Logins at the targets are of one cluster here, so each target has a session of its own. */
    private final Map<String, Session> sessions = new HashMap<>();

    private static Target target() {
        return new Target(
                Map.of("persons", "public.customer.mail"),
                "CREATE TABLE customer (id int PRIMARY KEY, mail text, phone text)",
                "INSERT INTO customer VALUES (1, 'alys@x', 'p-alys'), (2, 'bob@x', 'p-bob')");
    }

    @BeforeEach
    void open() throws Exception {
        Files.writeString(data.resolve("store-password"), store.password());
        Files.writeString(data.resolve("target-password"), "gateway");
        node = node();
        var code = Files.readString(Objects.requireNonNull(node.setupCode())).strip();
        operator = node.astern().operators().setup(code, "ops").operator();
        add("shop", shop);
        add("crm", crm);
        sessions.put("shop", start("shop"));
        sessions.put("crm", start("crm"));
    }

    @AfterEach
    void close() {
        node.close();
        shop.close();
        crm.close();
    }

    private Node node() {
        var usual = Journal.in(data);
        var journal = new Journal(usual.masterKey(), usual.signer(), "test/log", null, null, null, null);
        var where = new ServerSettings.Store(store.url(), store.user(), data.resolve("store-password"));
        return Node.open(
                new ServerSettings(data, "127.0.0.1", 0, where, journal, data.resolve("stop"), "permissive"),
                List.of(new SqlProvider()),
                StepObserver.none(),
                (what, e) -> {});
    }

    private void restart() {
        node.close();
        node = node();
    }

    private void add(String name, Target target) {
        var config = target.config();
        node.astern()
                .targets()
                .add(new NewTarget(
                        name,
                        "postgresql",
                        config.url(),
                        config.user(),
                        "file:" + data.resolve("target-password"),
                        config.options()));
    }

    private Session session(String target) {
        return Objects.requireNonNull(sessions.get(target));
    }

    private Session start(String target) {
        var agent = new Agent("bot", "1", null, null, null);
        return node.astern()
                .sessions()
                .start(operator, new StartSession(agent, "test", List.of(target), null, null))
                .session();
    }

    private ActionAnswer act(String target, String sql) {
        var answer = node.astern()
                .gateway()
                .perform(session(target), ActionRequest.of(target, "run_sql", Map.of("sql", sql)), new Cancellation());
        assertThat(answer.state()).as("%s", answer.problem()).isEqualTo(ActionState.APPLIED);
        return answer;
    }

    private Erasure erase() {
        return node.astern().evidence().erasures().person(operator, ADA, "she asked for it");
    }

    private UndoReport undo(String target) throws InterruptedException {
        var undos = node.astern().undos();
        var undo = undos.start(
                operator,
                UndoOrder.of(new UndoSelection.WholeSession(session(target).id())));
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (undos.byId(undo.id()).finishedAt() == null) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        var step = undos.byId(undo.id()).steps().getFirst();
        return Objects.requireNonNull(step.report(), () -> "no report: " + step.problem());
    }

    private static boolean quotesAda(String text) {
        return text.contains("alys@") || text.contains("-alys");
    }

    /** Who may log in there, and with that whether the target can be reached. */
    private static void reachable(Target target, boolean yes) {
        target.database().run("ALTER ROLE " + target.config().user() + (yes ? " LOGIN" : " NOLOGIN"));
    }

    private String entries() {
        return node.astern().evidence().status().entries(-1, 1_000).items().stream()
                .map(entry -> entry.entry())
                .reduce("", String::concat);
    }

    private static Reason reason(Runnable asking) {
        try {
            asking.run();
        } catch (ProblemException e) {
            return e.problem().reason();
        }
        throw new AssertionError("it was done");
    }

    @Test
    void every_target_is_reached_and_the_journal_says_so() throws Exception {
        act("shop", "UPDATE customer SET phone = 'x'");
        act("crm", "DELETE FROM customer");
        var footprint = node.astern().evidence().erasures().footprint(ADA);
        assertThat(footprint.sessions())
                .containsExactlyInAnyOrder(session("shop").id(), session("crm").id());
        assertThat(footprint.targets())
                .extracting(at -> at.target() + " " + at.images() + " " + at.actions())
                .containsExactlyInAnyOrder("shop 2 1", "crm 1 1");
        var erasure = erase();
        assertThat(erasure.targets())
                .containsExactly(
                        new AtTarget("crm", State.DONE, 1, 0, 0, null),
                        new AtTarget("shop", State.DONE, 2, 0, 0, null));
        assertThat(entries())
                .contains("\"targets\":[{\"held\":0,\"images\":1,\"rows\":0,\"state\":\"done\",\"target\":\"crm\"}")
                .doesNotContain("alys");
        assertThat(Kept.texts(shop)).noneMatch(PersonErasureTest::quotesAda);
        assertThat(Kept.texts(crm)).noneMatch(PersonErasureTest::quotesAda);
        for (var report : List.of(undo("shop"), undo("crm"))) {
            assertThat(report.count(UndoResult.CANNOT)).isEqualTo(1);
            assertThat(report.count(UndoResult.RESTORED)).isEqualTo(1);
        }
        assertThat(crm.rows("SELECT mail FROM customer")).containsExactly("(bob@x)");
        assertThat(shop.rows("SELECT phone FROM customer")).containsExactly("(p-bob)", "(x)");
    }

    @Test
    void erased_twice_there_is_nothing_left_to_erase() {
        act("shop", "UPDATE customer SET phone = 'x'");
        erase();
        assertThat(reason(this::erase)).isEqualTo(Reason.NOT_FOUND);
        act("shop", "UPDATE customer SET phone = 'y'");
        assertThat(erase().targets()).containsExactly(new AtTarget("shop", State.DONE, 2, 0, 0, null));
    }

    @Test
    void what_can_t_be_reached_is_pending_until_the_same_is_asked_again() throws Exception {
        act("shop", "UPDATE customer SET phone = 'x'");
        act("crm", "UPDATE customer SET phone = 'x'");
        reachable(crm, false);
        assertThat(node.astern().evidence().erasures().footprint(ADA).targets())
                .anySatisfy(at -> assertThat(at.problem()).isEqualTo("target_unreachable"));
        var first = erase();
        assertThat(first.targets())
                .containsExactly(
                        AtTarget.pending("crm", "target_unreachable"), new AtTarget("shop", State.DONE, 2, 0, 0, null));
        assertThat(entries()).contains("\"problem\":\"target_unreachable\"");
        restart();
        reachable(crm, true);
        var second = erase();
        assertThat(second.targets()).containsExactly(new AtTarget("crm", State.DONE, 2, 0, 0, null));
        assertThat(node.astern().evidence().erasures().latest(10))
                .filteredOn(erasure -> erasure.id().equals(first.id()))
                .singleElement()
                .satisfies(erasure ->
                        assertThat(erasure.targets().getFirst().state()).isEqualTo(State.RESUMED));
        assertThat(undo("shop").count(UndoResult.RESTORED)).isEqualTo(1);
        assertThat(undo("crm").count(UndoResult.RESTORED)).isEqualTo(1);
    }

    @Test
    void what_was_erased_when_the_node_died_is_counted_when_the_same_is_asked_again() {
        act("shop", "UPDATE customer SET phone = 'x'");
        erase();
        store.run("UPDATE erasure_target SET state = 'PENDING', images = 0, told = false");
        restart();
        var again = erase();
        assertThat(again.targets()).containsExactly(new AtTarget("shop", State.DONE, 2, 0, 0, null));
        assertThat(reason(this::erase)).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void a_receipt_that_a_dead_node_did_not_write_is_written_by_the_next() {
        act("shop", "UPDATE customer SET phone = 'x'");
        erase();
        int before = told();
        store.run("UPDATE erasure_target SET told = false");
        restart();
        assertThat(told()).isEqualTo(before + 1);
    }

    private int told() {
        return entries().split("\"targets\":\\[\\{", -1).length;
    }

    @Test
    void digests_that_were_foretold_for_an_erasure_that_never_was_do_no_harm() throws Exception {
        var action = act("shop", "UPDATE customer SET phone = 'x'");
        store.run("INSERT INTO image_digest (action_id, before, after) VALUES ('" + action.actionId() + "', 'other', '"
                + action.digest() + "')");
        erase();
        assertThat(undo("shop").count(UndoResult.RESTORED)).isEqualTo(1);
    }

    @Test
    void a_hold_on_the_session_keeps_its_images() {
        act("shop", "UPDATE customer SET phone = 'x'");
        var holds = node.astern().evidence().holds();
        var hold = holds.place(operator, session("shop").id(), "a case");
        assertThat(reason(this::erase)).isEqualTo(Reason.LEGAL_HOLD);
        assertThat(Kept.texts(shop)).anyMatch(PersonErasureTest::quotesAda);
        holds.release(operator, hold.id());
        assertThat(erase().targets()).containsExactly(new AtTarget("shop", State.DONE, 2, 0, 0, null));
    }

    @Test
    void a_hold_covers_the_undo_of_what_it_covers() throws Exception {
        act("shop", "UPDATE customer SET phone = 'x'");
        undo("shop");
        var holds = node.astern().evidence().holds();
        holds.place(operator, session("shop").id(), "a case");
        assertThat(reason(this::erase)).isEqualTo(Reason.LEGAL_HOLD);
    }

    @Test
    void a_target_without_named_columns_is_not_asked() {
        reachable(crm, false);
        node.astern().targets().remove("crm");
        node.astern()
                .targets()
                .add(new NewTarget(
                        "crm",
                        "postgresql",
                        crm.config().url(),
                        crm.config().user(),
                        "file:" + data.resolve("target-password"),
                        Map.of()));
        act("shop", "UPDATE customer SET phone = 'x'");
        assertThat(erase().targets()).extracting(AtTarget::target).containsExactly("shop");
    }

    @Test
    void tampering_is_found_after_an_erasure_too() throws Exception {
        act("shop", "UPDATE customer SET phone = 'x'");
        erase();
        shop.owner("DO $$ DECLARE j int := (SELECT journal FROM astern.tracked); BEGIN"
                + " EXECUTE format('UPDATE astern.j_%s SET c3 = ''forged'' WHERE side = ''-''', j); END $$");
        var plan = UndoOrder.of(new UndoSelection.WholeSession(session("shop").id()));
        assertThatThrownBy(() -> node.astern().undos().plan(plan))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem())
                                .extracting(Problem::reason)
                                .isEqualTo(Reason.BEFORE_STATE_ALTERED));
    }
}
