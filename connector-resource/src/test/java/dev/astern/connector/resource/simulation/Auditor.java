package dev.astern.connector.resource.simulation;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoReport;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sees everything, believes nobody, and says at the end what did not hold. */
final class Auditor {
    /** Said of what an undo certainly did not do. */
    private static final Set<Reason> NOT_DONE = EnumSet.of(
            Reason.TARGET_REFUSED,
            Reason.NOTHING_CHANGED,
            Reason.TARGET_UNREACHABLE,
            Reason.NOT_SENT_IN_TIME,
            Reason.PLAN_MOVED);

    /** Of one action or undo. */
    private static final class Op {
        private final int since;
        private final List<String> undoes;
        private final boolean forced;
        private final Map<String, Integer> looked = new HashMap<>();
        private final Map<String, Wire.Kind> blurred = new HashMap<>();
        private int until = Integer.MAX_VALUE;
        private long right;
        private boolean cleared;
        private boolean kept;
        private int sent;
        private boolean began;
        private boolean inFlight;
        private boolean liedTo;
        private boolean refusedFalsely;

        private Op(int since, List<String> undoes, boolean forced) {
            this.since = since;
            this.undoes = undoes;
            this.forced = forced;
        }
    }

    private final World world;
    private final Weather weather;
    private final Map<String, Op> ops = new LinkedHashMap<>();
    private final Map<String, String> applied = new LinkedHashMap<>();
    private final Set<String> never = new HashSet<>();
    private final Set<List<String>> neverCards = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private boolean stopped;
    private boolean acknowledged;

    Auditor(World world, Weather weather) {
        this.world = world;
        this.weather = weather;
    }

    void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    /** @param undoes nothing for an action */
    void begins(String id, List<String> undoes, boolean forced) {
        ops.put(id, new Op(world.now(), List.copyOf(undoes), forced));
    }

    private Op op(String id) {
        return ops.computeIfAbsent(id, i -> new Op(world.now(), List.of(), false));
    }

    void looked(String id, String card, int at) {
        op(id).looked.put(card, at);
    }

    int lookedAt(String id, String card) {
        return op(id).looked.getOrDefault(card, world.now());
    }

    /** Whoever deletes at the same moment as others, or leaves the values to the system, can't be told from them. */
    void blurs(String id, String card, Wire.Kind kind) {
        op(id).blurred.put(card, kind);
    }

    void cleared(String id, long rightUntilNanos) {
        var op = op(id);
        check(!op.cleared, id + " was cleared twice");
        op.cleared = true;
        op.right = rightUntilNanos;
    }

    boolean isCleared(String id) {
        return op(id).cleared;
    }

    void kept(String id) {
        op(id).kept = true;
    }

    /** Where a system says that it did what it did not, what others do at the same moment can't be told from it. */
    void lied(String id) {
        op(id).liedTo = true;
    }

    /** Says no and does it; where it can't be read then either, nobody would ever know. */
    void refusesFalsely(String id) {
        op(id).refusedFalsely = true;
    }

    boolean refusedFalsely(String id) {
        return op(id).refusedFalsely;
    }

    /** A write leaves. */
    void sends(String id, boolean action) {
        var op = op(id);
        check(op.cleared, id + " was sent without clearance");
        check(op.kept, id + " was sent before it was kept");
        check(op.right != 0 || (!action && op.began), id + " began after its right had run out");
        check(op.until == Integer.MAX_VALUE || !ended(id), id + " was sent after its end was told");
        check(!action || op.sent++ == 0, id + " was sent twice");
        check(!acknowledged || op.inFlight, id + " was sent after a stop was acknowledged");
    }

    /** A part of an undo is in effect, or may be: the rest of it goes on, whatever becomes of the right to begin. */
    void began(String id) {
        op(id).began = true;
    }

    /** Where a right to write is short, it takes so long. */
    void rightRunsOut(String id) {
        var op = op(id);
        if (op.right != Long.MAX_VALUE) {
            while (op.right - System.nanoTime() > 0) {
                Thread.onSpinWait();
            }
            op.right = 0;
        }
    }

    boolean stopped() {
        return stopped;
    }

    /** From now on nothing is cleared. */
    void stop() {
        stopped = true;
    }

    /** Told to an operator, with what had passed its last check by then. */
    void acknowledge() {
        acknowledged = true;
        ops.forEach((id, op) -> op.inFlight = op.cleared && !ended(id));
    }

    void release() {
        stopped = false;
        acknowledged = false;
    }

    boolean ended(String id) {
        return applied.containsKey(id) || never.contains(id);
    }

    Map<String, String> applied() {
        return Map.copyOf(applied);
    }

    /** Begun, and nobody has heard how it ended. */
    List<String> open() {
        return ops.keySet().stream()
                .filter(id -> !id.equals(Simulation.SETTLER) && !ended(id))
                .toList();
    }

    /** Told that it had no effect and never will. */
    void never(String id) {
        if (!ended(id)) {
            never.add(id);
            op(id).until = world.now();
        }
    }

    /** Told that it took effect. */
    void applied(String id, Observed observed, List<Effect> effects) {
        if (ended(id)) {
            op(id).until = world.now();
            boolean nobodyElse = effects.stream().noneMatch(effect -> blurred(id, SimSystem.card(effect.key())));
            check(
                    applied.containsKey(id) || effects.isEmpty() || op(id).refusedFalsely || !nobodyElse,
                    id + " was told not to have taken effect, and then that it had");
            return;
        }
        applied.put(id, observed.digest());
        op(id).until = world.now();
        for (var effect : effects) {
            effect(id, effect);
        }
    }

    /** What is said to be its work has to be. */
    private void effect(String id, Effect effect) {
        var card = SimSystem.card(effect.key());
        if (op(id).liedTo || blurred(id, card)) {
            return;
        }
        var after = effect.after();
        if (after == null) {
            check(
                    works(id).stream()
                            .anyMatch(write ->
                                    write.field() == null && write.card().equals(card)),
                    id + " is said to have removed " + card + " and has not");
            return;
        }
        var before = effect.before();
        after.fields().forEach((field, value) -> {
            boolean same = before != null && String.valueOf(value).equals(before.get(field));
            check(
                    same
                            || works(id).stream()
                                    .anyMatch(write -> write.card().equals(card)
                                            && field.equals(write.field())
                                            && String.valueOf(value).equals(write.value())),
                    id + " is said to have written " + value + " into " + field + " of " + card + " and has not");
        });
    }

    /** Two undos of one action put back the same: which of them it was, nobody can tell. */
    private List<World.Write> works(String id) {
        return op(id).undoes.isEmpty()
                ? world.by(id)
                : world.log().stream()
                        .filter(write -> write.by().startsWith("und_"))
                        .toList();
    }

    /** Whether what it did to a card can't be told from what others did at the same moment. */
    boolean blurred(String id, String card) {
        var op = op(id);
        var kind = op.blurred.get(card);
        int looked = op.looked.getOrDefault(card, 0);
        return kind != null
                && world.log().stream()
                        .anyMatch(write -> write.card().equals(card)
                                && !write.by().equals(id)
                                && write.at() > Math.min(looked, op.since)
                                && write.at() <= op.until
                                && (kind == Wire.Kind.STIR || write.field() == null));
    }

    /** What an undo says that it did. */
    void undone(String id, UndoReport report) {
        for (var item : report.items()) {
            check(item.reason() != Reason.BEFORE_STATE_ALTERED, id + " trusts no images: " + item);
            if (item.key() != null
                    && item.key().get("id") != null
                    && item.resource().equals("cards")) {
                undone(id, item);
            }
        }
    }

    private void undone(String id, UndoItem item) {
        var card = SimSystem.card(item.key());
        var since = world.log().stream()
                .filter(write -> write.at() > op(id).since && write.card().equals(card))
                .toList();
        if (item.result() == UndoResult.FAILED && NOT_DONE.contains(item.reason())) {
            neverCards.add(List.of(id, card, String.valueOf(item.reason())));
        }
        if (item.result() == UndoResult.RESTORED && item.did() == Effect.Kind.INSERT) {
            check(since.stream().anyMatch(write -> write.field() == null), id + " says that " + card + " is gone");
        }
        if (item.result() == UndoResult.RESTORED && item.did() == Effect.Kind.DELETE) {
            check(!since.isEmpty(), id + " says that " + card + " is back");
        }
        for (var field : item.fields()) {
            check(
                    field.result() != UndoResult.RESTORED
                            || since.stream()
                                    .anyMatch(write -> field.name().equals(write.field())
                                            && String.valueOf(field.before()).equals(String.valueOf(write.value()))),
                    id + " says that " + field + " of " + card + " is back");
        }
    }

    /** Everything has come to rest. */
    List<String> findings() {
        for (var write : world.log()) {
            check(
                    !never.contains(write.by()) || backAnyway(write.by()) || gone(write, op(write.by()).until),
                    write.by() + " had no effect, it was said, and wrote " + write);
            if (!op(write.by()).undoes.isEmpty() && !op(write.by()).forced) {
                loses(write);
            }
        }
        for (var one : neverCards) {
            check(
                    world.by(one.getFirst()).stream()
                            .noneMatch(write -> write.card().equals(one.get(1)) && !gone(write, world.now())),
                    one + ": an undo is said to have failed, and wrote");
        }
        return wrong;
    }

    /** Where an undo is refused and finds all as it wanted it, it says no more than that. */
    private boolean backAnyway(String id) {
        return op(id).refusedFalsely && !op(id).undoes.isEmpty();
    }

    /** Whether somebody else had removed it by the time that its end was told, so that nothing was seen of it. */
    private boolean gone(World.Write write, int until) {
        var cards = world.by(write.by()).stream().map(World.Write::card).toList();
        return world.log().stream()
                .anyMatch(later -> ((later.card().equals(write.card()) && later.field() == null)
                                || (cards.contains(later.card()) && op(write.by()).refusedFalsely))
                        && !later.by().equals(write.by())
                        && later.at() > write.at()
                        && later.at() <= until);
    }

    /** Whether an undo wrote over what people did. */
    private void loses(World.Write write) {
        var undoes = op(write.by()).undoes;
        if (undoes.stream().anyMatch(undone -> blurred(undone, write.card()))) {
            return;
        }
        write.found().forEach((field, cell) -> {
            boolean over = write.field() == null
                    || (write.field().equals(field) && !cell.value().equals(write.value()));
            boolean seen = weather.conditional() || cell.at() <= write.looked();
            check(!over || !World.person(cell.by()) || !seen, write.by() + " wrote over " + cell + ": " + write);
        });
        if (write.found().isEmpty() && write.field() != null) {
            check(
                    undoes.stream()
                            .anyMatch(undone -> world.by(undone).stream()
                                    .anyMatch(was -> was.card().equals(write.card()) && was.field() == null)),
                    write.by() + " brought back what others had removed: " + write);
        }
    }
}
