package dev.astern.workspace.undo;

import dev.astern.connector.Effect;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an undo does at one path.
 *
 * @param before what has to come back
 * @param after what the selection left
 * @param target what is to be there
 */
public record PathUndo(
        RelPath path,
        @Nullable FileState before,
        @Nullable FileState after,
        @Nullable Seen now,
        @Nullable FileState target,
        UndoResult result,
        @Nullable Reason reason) {

    /** @param first what was there before the first of the selection */
    static PathUndo of(RelPath path, Net net, @Nullable FileState first, @Nullable Seen now, OnConflict onConflict) {
        var start = now == null ? null : now.state();
        var step = Step.back(net.before(), net.after(), start, onConflict);
        var ended = FileState.same(start, first)
                ? new End(UndoResult.ALREADY_BACK, null)
                : ended(net, step, FileState.same(step.state(), start));
        var target = ended.result() == UndoResult.ALREADY_BACK ? start : step.state();
        return new PathUndo(path, net.before(), net.after(), now, target, ended.result(), ended.reason());
    }

    /** How it ends, and why. */
    private record End(UndoResult result, @Nullable Reason reason) {}

    private static End ended(Net net, Step step, boolean stays) {
        if (step.conflict() != null) {
            boolean gone = step.conflict() == Reason.TARGET_GONE;
            return new End(gone ? UndoResult.GONE : UndoResult.KEPT, step.conflict());
        }
        if (net.cut() != null) {
            // It is what others made of it, or goes back to that; what came before stays.
            return new End(UndoResult.KEPT, net.cut());
        }
        if (stays) {
            return new End(UndoResult.ALREADY_BACK, null);
        }
        boolean whole = FileState.same(step.state(), net.before());
        return new End(UndoResult.RESTORED, whole ? null : Reason.OTHERS_FIELDS_KEPT);
    }

    PathUndo left(UndoResult how, Reason why) {
        return new PathUndo(path, before, after, now, now == null ? null : now.state(), how, why);
    }

    /** As it turned out, where that is not what was planned. */
    public PathUndo turnedOut(UndoResult how, Reason why) {
        return new PathUndo(path, before, after, now, target, how, why);
    }

    public boolean changes() {
        return !FileState.same(target, now == null ? null : now.state());
    }

    public boolean needsAPerson() {
        return result != UndoResult.RESTORED && result != UndoResult.ALREADY_BACK;
    }

    public UndoItem item() {
        var did = before == null ? Effect.Kind.INSERT : after == null ? Effect.Kind.DELETE : Effect.Kind.UPDATE;
        return new UndoItem(path.text(), Change.FILES, Change.key(path), did, result, reason, fields());
    }

    private List<UndoItem.Field> fields() {
        if (before == null || after == null || now == null) {
            return List.of();
        }
        var fields = new ArrayList<UndoItem.Field>();
        var was = before.parts();
        var left = after.parts();
        var is = now.state().parts();
        Map<String, String> then = target == null ? Map.of() : target.parts();
        for (var name : was.keySet()) {
            boolean agents = !Objects.equals(was.get(name), left.get(name));
            boolean others = !Objects.equals(left.get(name), is.get(name));
            if (agents || others) {
                fields.add(new UndoItem.Field(
                        name, was.get(name), left.get(name), is.get(name), ended(was, is, then, name, agents)));
            }
        }
        return fields;
    }

    private UndoResult ended(
            Map<String, String> was, Map<String, String> is, Map<String, String> then, String name, boolean agents) {
        if (agents && Objects.equals(was.get(name), is.get(name))) {
            return UndoResult.ALREADY_BACK;
        }
        boolean moves = !Objects.equals(then.get(name), is.get(name));
        return moves ? (result == UndoResult.RESTORED ? UndoResult.RESTORED : result) : UndoResult.KEPT;
    }
}
