package dev.astern.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.astern.config.GatewaySettings;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import dev.astern.evidence.Recorder;
import dev.astern.model.Conduct;
import dev.astern.model.Incident;
import dev.astern.model.Page;
import dev.astern.model.RandomIds;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import dev.astern.model.StopOrder;
import dev.astern.model.StopScope;
import dev.astern.policy.Shipped;
import dev.astern.storage.IncidentStore;
import dev.astern.storage.StoreException;
import dev.astern.storage.Stores;
import dev.astern.testing.TestSite;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents over a real store. */
class IncidentsTest {
    @TempDir
    private static Path data;

    private static TestSite site;
    private static Incidents incidents;

    @BeforeAll
    static void open() {
        site = new TestSite(data, Shipped.PERMISSIVE.policy(), Clock.systemUTC(), UnaryOperator.identity());
        incidents = site.astern.incidents();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static String session() {
        return site.session(Conduct.FREE).id();
    }

    @Test
    void what_is_said_of_one_is_its_chain_to_its_end() {
        var first = session();
        var second = session();
        var opened = incidents.open(site.ann, List.of(first), "refunds were paid twice");
        assertThat(opened.owner()).isEqualTo("ann");
        var id = opened.id();
        incidents.note(site.bob, id, "n".repeat(9_000));
        incidents.assign(site.bob, id, "cid of finance");
        incidents.extend(site.bob, id, List.of(second, second), "the same table");
        var closed = incidents.close(site.cid, id, "undone, and a rule against it");

        assertThat(closed.open()).isFalse();
        assertThat(incidents.byId(id).closing())
                .isNotNull()
                .extracting(Incident.Closing::resolution)
                .isEqualTo("undone, and a rule against it");
        assertThat(closed.owner()).isEqualTo("cid of finance");
        assertThat(incidents.chains(id)).containsExactlyInAnyOrder(first, second, id);
        assertThat(incidents.timeline(id))
                .extracting(said -> said.step() + " " + said.by() + " " + said.text())
                .containsExactly(
                        "opened ann refunds were paid twice",
                        "noted bob " + "n".repeat(9_000),
                        "assigned bob cid of finance",
                        "extended bob the same table",
                        "closed cid undone, and a rule against it");
        assertThat(chain(id)).extracting(Receipt::type).endsWith(ReceiptType.INCIDENT, ReceiptType.SESSION_CLOSED);
        assertThat(chain(id).getLast().leaf()).contains("\"count\":6");
        assertThat(chain(id).toString()).doesNotContain("refunds were paid", "cid of finance", "the same table");
        refused(Reason.CONFLICTING_STATE, () -> incidents.note(site.ann, id, "one more thing"));
        refused(Reason.CONFLICTING_STATE, () -> incidents.close(site.ann, id, "again"));
        assertThat(chain(id)).hasSize(6);
    }

    @Test
    void a_stop_has_one_about_the_sessions_that_it_holds() {
        var held = session();
        var stop = site.astern
                .stops()
                .place(StopOrder.By.operator(site.ann), StopScope.SESSION, held, "odd amounts")
                .order();
        var opened = incidents.ofStop(site.ann, stop.id(), "");
        assertThat(opened.sessions()).containsExactly(held);
        assertThat(opened.what()).contains("odd amounts");
        assertThat(incidents.ofStop(site.bob, stop.id(), "again")).isEqualTo(opened);
        assertThat(chain(opened.id())).hasSize(1);
        assertThat(incidents.page(true, null, 50).items()).contains(opened);
        incidents.close(site.ann, opened.id(), "amounts were right");
        assertThat(incidents.page(true, null, 50).items())
                .extracting(Incident::id)
                .doesNotContain(opened.id());
        assertThat(incidents.page(null, null, 50).items())
                .extracting(Incident::id)
                .contains(opened.id());
    }

    @Test
    void an_opening_whose_node_died_is_recorded_once() {
        var opened = site.stores()
                .incidents()
                .open(new Incident(
                        "inc_died",
                        Incident.Cause.PERSON,
                        null,
                        List.of(),
                        "it broke",
                        site.ann.id(),
                        "ann",
                        Clock.systemUTC().instant(),
                        "ann",
                        null));
        assertThat(chain(opened.id())).isEmpty();
        incidents.keepHouse();
        incidents.keepHouse();
        assertThat(chain(opened.id())).hasSize(1);
        assertThat(site.stores().incidents().unrecorded()).isEmpty();
        assertThat(incidents.timeline(opened.id()))
                .extracting(Incidents.Said::text)
                .containsExactly("it broke");
    }

    @Test
    void one_closed_in_the_journal_and_not_in_the_store_is_closed_by_closing_it_again() {
        var opened = incidents.open(site.ann, List.of(), "it broke");
        var forgetful = with(new Forgetful(site.stores().incidents()));
        assertThatThrownBy(() -> forgetful.close(site.ann, opened.id(), "mended"))
                .isInstanceOf(StoreException.class);
        assertThat(incidents.byId(opened.id()).open()).isTrue();
        refused(Reason.CONFLICTING_STATE, () -> incidents.note(site.ann, opened.id(), "too late"));
        assertThat(incidents.close(site.ann, opened.id(), "mended").open()).isFalse();
        assertThat(chain(opened.id()))
                .extracting(Receipt::type)
                .containsExactly(ReceiptType.INCIDENT, ReceiptType.INCIDENT, ReceiptType.SESSION_CLOSED);
    }

    @Test
    void what_makes_no_sense_is_refused_and_opens_nothing() {
        var before = incidents.page(null, null, 1_000).items().size();
        refused(Reason.NOT_FOUND, () -> incidents.open(site.ann, List.of("ses_none"), "it broke"));
        refused(Reason.NOT_FOUND, () -> incidents.ofStop(site.ann, "stp_none", ""));
        refused(Reason.BAD_REQUEST, () -> incidents.open(site.ann, List.of(), " "));
        refused(Reason.BAD_REQUEST, () -> incidents.open(site.ann, List.of(), "x".repeat(10_001)));
        refused(
                Reason.BAD_REQUEST,
                () -> incidents.open(
                        site.ann, Collections.nCopies(Incidents.MAX_SESSIONS + 1, "ses_none"), "it broke"));
        refused(Reason.NOT_FOUND, () -> incidents.note(site.ann, "inc_none", "a note"));
        refused(Reason.NOT_FOUND, () -> incidents.timeline("inc_none"));
        assertThat(incidents.page(null, null, 1_000).items()).hasSize(before);
    }

    /** Loses what was changed, after whoever changed it has done all he does. */
    private record Forgetful(IncidentStore all) implements IncidentStore {
        @Override
        public Incident open(Incident incident) {
            return all.open(incident);
        }

        @Override
        public Optional<Incident> byId(String id) {
            return all.byId(id);
        }

        @Override
        public Page<Incident> page(@Nullable Boolean open, @Nullable String from, int limit) {
            return all.page(open, from, limit);
        }

        @Override
        public Optional<Incident> update(String id, UnaryOperator<Incident> change) {
            return all.update(id, incident -> {
                var _ = change.apply(incident);
                throw new StoreException("lost", null);
            });
        }

        @Override
        public List<String> unrecorded() {
            return all.unrecorded();
        }
    }

    private static Incidents with(IncidentStore other) {
        Stores stores = TestSite.with(site.stores(), IncidentStore.class, other);
        var clock = Clock.systemUTC();
        return new Incidents(
                stores,
                new Recorder(stores.journal(), GatewaySettings.defaults("another")),
                new RandomIds(clock, new SecureRandom()),
                clock);
    }

    private static List<Receipt> chain(String id) {
        return site.stores().journal().ofSession(id, null, 1_000).items();
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().reason()).isEqualTo(reason));
    }
}
