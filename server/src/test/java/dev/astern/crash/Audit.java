package dev.astern.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.astern.journal.Hashes;
import dev.astern.journal.Leaf;
import dev.astern.model.Action;
import dev.astern.model.ActionState;
import dev.astern.model.Operator;
import dev.astern.model.Page;
import dev.astern.model.Receipt;
import dev.astern.model.ReceiptType;
import dev.astern.model.Undo;
import dev.astern.model.UndoSelection;
import dev.astern.server.Astern;
import dev.astern.undo.UndoOrder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what the agents were told against what the store and the target hold. */
final class Audit {
    private static final Duration SETTLING = Duration.ofMinutes(3);
    private static final int PAGE = 500;
    /** Why work may fail here; anything else would be the gateway's own fault. */
    private static final Set<String> EXCUSES = Set.of(
            "-",
            "target_unreachable",
            "store_unreachable",
            // The store is killed before it is asked which policy is in force; one that it gives and nobody can read is
            // none.
            "policy_unreadable the store that keeps the policy does not answer",
            // What takes a checkpoint first does not run where the store is killed before there is one.
            "not_signed");

    private static final Pattern PREVIOUS = Pattern.compile("\"previous\":\"([0-9a-f]*)\"");

    private final Astern astern;
    private final Operator operator;
    private final CrashTarget target;
    private final Truth truth;

    Audit(Astern astern, Operator operator, CrashTarget target, Truth truth) {
        this.astern = astern;
        this.operator = operator;
        this.target = target;
        this.truth = truth;
    }

    String run() throws Exception {
        await(
                "every action is settled",
                () -> actions().stream().allMatch(a -> a.state().settled()));
        await("every undo has ended", () -> undos().stream().allMatch(u -> u.finishedAt() != null));
        var actions = actions().stream()
                .filter(a -> a.idempotencyKey() != null)
                .collect(Collectors.toMap(a -> String.valueOf(a.idempotencyKey()), Function.identity()));
        var undone = undone();
        answersHold(actions);
        targetAgrees(actions, undone);
        var receipts = chainsAreWhole(actions.values());
        imagesAreThere(actions.values());
        var kept = everythingCanBeTakenBack(actions);
        return actions.size() + " actions, " + truth.acknowledged() + " acknowledged, "
                + actions.values().stream()
                        .collect(Collectors.groupingBy(Action::state, TreeMap::new, Collectors.counting()))
                + ", " + undone.size() + " undone, " + receipts + " receipts, " + kept + " edits of a person kept";
    }

    /** Nothing acknowledged is lost, and nobody was told anything that is not so. */
    private void answersHold(Map<String, Action> actions) {
        truth.acks().forEach((key, ack) -> {
            var action = actions.get(key);
            assertThat(action).as("acknowledged " + key).isNotNull();
            assertThat(action.id()).as(key).isEqualTo(ack.actionId());
            assertThat(action.state().name()).as(key).isEqualTo(ack.state());
            assertThat(EXCUSES).as(key + ": " + ack.reason()).anyMatch(excuse -> excuses(excuse, ack.reason()));
        });
        var known = undos().stream()
                .collect(Collectors.toMap(
                        Undo::id, undo -> undo.steps().getFirst().state().name()));
        assertThat(known.keySet()).containsAll(truth.undos().keySet());
        assertThat(known).containsAllEntriesOf(truth.finishedUndos());
        truth.sessions().forEach(id -> assertThat(astern.sessions().byId(id)).isNotNull());
    }

    private static boolean excuses(String excuse, String reason) {
        return reason.equals(excuse) || reason.startsWith(excuse + " ");
    }

    /** APPLIED is at the target exactly once, and everything else not at all. */
    private void targetAgrees(Map<String, Action> actions, Set<String> undone) throws SQLException {
        var expected = new TreeMap<String, Integer>();
        var documents = new HashMap<Integer, @Nullable String>();
        var found = target.documents();
        actions.forEach((key, action) -> {
            var inEffect = action.state() == ActionState.APPLIED && !undone.contains(action.id());
            if (inEffect) {
                expected.put(key, 1);
            }
            documents.putAll(Work.ofKey(key).documents(inEffect));
        });
        assertThat(target.marks()).as("marks at the target").isEqualTo(expected);
        documents.forEach(
                (id, body) -> assertThat(found.get(id)).as("document " + id).isEqualTo(body));
        assertThat(found.keySet().stream().filter(id -> id < 0).toList())
                .as("inserted documents")
                .allMatch(documents::containsKey);
    }

    private int chainsAreWhole(Iterable<Action> actions) {
        var types = new HashMap<String, List<ReceiptType>>();
        int count = 0;
        var sessions = new HashSet<>(truth.sessions());
        actions.forEach(action -> sessions.add(action.sessionId()));
        undos().forEach(undo -> sessions.add(undo.id()));
        for (var session : sessions) {
            var chain = pages(from -> astern.actions().receiptsOfSession(session, from, PAGE));
            isWhole(session, chain);
            count += chain.size();
            for (var receipt : chain) {
                if (receipt.actionId() != null) {
                    types.computeIfAbsent(receipt.actionId(), id -> new ArrayList<>())
                            .add(receipt.type());
                }
            }
        }
        actions.forEach(action -> assertThat(types.get(action.id()))
                .as("receipts of " + action.id())
                .isIn(
                        List.of(ReceiptType.INTENT, ReceiptType.RESULT),
                        List.of(ReceiptType.RESULT),
                        List.of(ReceiptType.INTENT, ReceiptType.RESULT, ReceiptType.RESULT),
                        List.of(ReceiptType.REFUSAL)));
        actions.forEach(action -> {
            if (action.state() == ActionState.APPLIED) {
                assertThat(types.get(action.id()))
                        .startsWith(ReceiptType.INTENT)
                        .endsWith(ReceiptType.RESULT);
            }
        });
        return count;
    }

    private static void isWhole(String session, List<Receipt> chain) {
        var previous = Leaf.NONE;
        for (int i = 0; i < chain.size(); i++) {
            var receipt = chain.get(i);
            assertThat(receipt.sequence()).as(session).isEqualTo(i);
            assertThat(receipt.hash()).as(session + " " + i).isEqualTo(Hashes.leaf(receipt.leaf()));
            var named = PREVIOUS.matcher(receipt.leaf());
            assertThat(named.find()).isTrue();
            assertThat(named.group(1)).as(session + " " + i).isEqualTo(previous);
            previous = receipt.hash();
        }
    }

    private void imagesAreThere(Iterable<Action> actions) {
        for (var action : actions) {
            if (action.state() == ActionState.APPLIED) {
                assertThat(astern.actions().effects(action.id(), null, 10).effects())
                        .as("effects of " + action.id())
                        .hasSize(2);
            }
        }
    }

    /** After all that, an undo of everything is exact, and keeps what a person changed since. */
    private int everythingCanBeTakenBack(Map<String, Action> actions) throws Exception {
        var edited = new HashMap<Integer, String>();
        var undone = undone();
        for (var entry : actions.entrySet()) {
            var work = Work.ofKey(entry.getKey());
            var applied = entry.getValue().state() == ActionState.APPLIED
                    && !undone.contains(entry.getValue().id());
            if (applied && work.editedByAPerson()) {
                target.edit(work.number(), "by a person");
                edited.put(work.number(), "by a person");
            }
        }
        for (var session : actions.values().stream().map(Action::sessionId).collect(Collectors.toSet())) {
            takeBack(session, undone);
        }
        assertThat(target.marks()).as("marks after undoing everything").isEmpty();
        var expected = new TreeMap<Integer, String>();
        actions.keySet().forEach(key -> expected.putAll(Work.ofKey(key).documents(false)));
        expected.putAll(edited);
        var found = target.documents();
        assertThat(found.keySet()).allMatch(id -> id > 0);
        expected.forEach(
                (id, body) -> assertThat(found.get(id)).as("document " + id).isEqualTo(body));
        return edited.size();
    }

    private void takeBack(String session, Set<String> undone) throws InterruptedException {
        var left = pages(from -> astern.actions().page(session, from, PAGE)).stream()
                .filter(a -> a.state() == ActionState.APPLIED && !undone.contains(a.id()))
                .map(Action::id)
                .toList();
        if (!left.isEmpty()) {
            var undo = astern.undos().start(operator, UndoOrder.of(new UndoSelection.WholeSession(session)));
            await("undo of " + session, () -> astern.undos().byId(undo.id()).finishedAt() != null);
            var step = astern.undos().byId(undo.id()).steps().getFirst();
            assertThat(step.state())
                    .as(session + ": " + step.problem() + " " + step.detail())
                    .isEqualTo(Undo.State.APPLIED);
        }
    }

    private Set<String> undone() {
        return undos().stream()
                .flatMap(undo -> undo.steps().stream())
                .filter(step -> step.state() == Undo.State.APPLIED)
                .flatMap(step -> step.actions().stream())
                .collect(Collectors.toSet());
    }

    private List<Action> actions() {
        return pages(from -> astern.actions().page(null, from, PAGE));
    }

    private List<Undo> undos() {
        return pages(from -> astern.undos().page(from, PAGE));
    }

    private static <T> List<T> pages(Function<@Nullable String, Page<T>> source) {
        var all = new ArrayList<T>();
        var page = source.apply(null);
        all.addAll(page.items());
        while (page.next() != null) {
            page = source.apply(page.next());
            all.addAll(page.items());
        }
        return all;
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + SETTLING.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
