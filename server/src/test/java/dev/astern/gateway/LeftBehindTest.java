package dev.astern.gateway;

import static dev.astern.testing.Until.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.approval.Ballot;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Approval;
import dev.astern.model.Conduct;
import dev.astern.model.Limits;
import dev.astern.model.Session;
import dev.astern.policy.Shipped;
import dev.astern.storage.ActionStore;
import dev.astern.testing.TestSite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settled is what was left behind, and never what somebody has in hand or what waits for people. */
class LeftBehindTest {
    private static final Conduct ONE_UPDATE =
            new Conduct(new Limits(Map.of("update", 1L), Map.of(), null, null), false, false, null);

    @TempDir
    private Path data;

    private volatile Runnable listed = () -> {};
    private TestSite site;

    @BeforeEach
    void open() {
        site = new TestSite(
                data,
                Shipped.PERMISSIVE.policy(),
                Clock.systemUTC(),
                stores -> TestSite.with(stores, ActionStore.class, pausing(stores.actions())));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void what_is_about_to_wait_for_people_is_not_settled_as_never_done() {
        var session = site.session(ONE_UPDATE);
        site.act(session, Map.of());
        var settled = new ArrayList<Integer>();
        site.steps = step -> {
            if (step.equals("to-be-held")) {
                until(() -> running(session));
                settled.add(site.astern.settler().settle());
            }
        };
        var held = site.act(session, Map.of());
        assertThat(settled).containsExactly(0);
        assertThat(held.state()).isEqualTo(ActionState.HELD);
        assertThat(approved(held).state()).isEqualTo(ActionState.APPLIED);
    }

    @Test
    void what_waits_by_the_time_it_is_looked_at_is_not_settled_though_it_was_listed_before() throws Exception {
        var session = site.session(ONE_UPDATE);
        site.act(session, Map.of());
        var waits = new CountDownLatch(1);
        var settled = new ArrayList<CompletableFuture<Integer>>();
        site.steps = step -> {
            if (step.equals("to-be-held")) {
                until(() -> running(session));
                var wasListed = new CountDownLatch(1);
                listed = () -> {
                    wasListed.countDown();
                    await(waits);
                };
                settled.add(CompletableFuture.supplyAsync(site.astern.settler()::settle));
                await(wasListed);
                listed = () -> {};
            }
        };
        var held = site.act(session, Map.of());
        waits.countDown();
        assertThat(settled.getFirst().get()).isZero();
        assertThat(approved(held).state()).isEqualTo(ActionState.APPLIED);
    }

    private boolean running(Session session) {
        return site.stores().actions().page(session.id(), null, 10).items().stream()
                .anyMatch(action -> action.state() == ActionState.RUNNING);
    }

    private Action approved(ActionAnswer held) {
        var request = site.astern.approvals().byAction(held.actionId()).orElseThrow();
        var yes = new Ballot(Approval.Choice.APPROVE, request.round(), "fine", Set.of(), null);
        site.astern.approvals().decide(site.bob, List.of(request.id()), yes);
        until(() -> !site.astern.approvals().byId(request.id()).state().open());
        return site.astern.actions().byId(held.actionId());
    }

    /** Does what it is told after it has read which actions are in doubt. */
    private ActionStore pausing(ActionStore store) {
        return (ActionStore) Proxy.newProxyInstance(
                ActionStore.class.getClassLoader(), new Class<?>[] {ActionStore.class}, (proxy, method, arguments) -> {
                    try {
                        var result = method.invoke(store, arguments);
                        if (method.getName().equals("inDoubt")) {
                            listed.run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
