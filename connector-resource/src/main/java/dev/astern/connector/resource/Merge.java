package dev.astern.connector.resource;

import dev.astern.connector.Image;
import dev.astern.connector.Reason;
import dev.astern.connector.UndoItem;
import dev.astern.connector.UndoRequest.OnConflict;
import dev.astern.connector.UndoResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of one resource, from what it was, what the agent left and what it is now. Pure. */
final class Merge {
    private final Net net;
    private final boolean byField;
    private final OnConflict onConflict;
    private final UnaryOperator<Image> normal;

    Merge(Net net, boolean byField, OnConflict onConflict, UnaryOperator<Image> normal) {
        this.net = net;
        this.byField = byField;
        this.onConflict = onConflict;
        this.normal = normal;
    }

    /**
     * @param todo what to write, or null where there is nothing to
     */
    record Decided(
            UndoResult result,
            @Nullable Reason reason,
            List<UndoItem.Field> fields,
            @Nullable Restoration todo) {
        static Decided only(UndoResult result, @Nullable Reason reason) {
            return new Decided(result, reason, List.of(), null);
        }
    }

    /** @param now {@link Seen.Absent} or {@link Seen.Present} */
    Decided decide(Seen now) {
        var decided = latest(now);
        boolean back = decided.result() == UndoResult.RESTORED || decided.result() == UndoResult.ALREADY_BACK;
        return net.cut() == null || !back
                ? decided
                : new Decided(UndoResult.KEPT, net.cut(), decided.fields(), decided.todo());
    }

    /** What becomes of it as far as the undo reaches back. */
    private Decided latest(Seen now) {
        if (!(now instanceof Seen.Present(var image, var version))) {
            return absent();
        }
        if (Images.equal(image, net.before())) {
            return Decided.only(UndoResult.ALREADY_BACK, null);
        }
        var before = net.before();
        var after = net.after();
        if (after == null) {
            return Decided.only(UndoResult.KEPT, Reason.KEY_TAKEN);
        }
        if (before == null) {
            return made(image, after, version);
        }
        return changed(before, after, image, version);
    }

    private Decided absent() {
        var before = net.before();
        if (before == null) {
            return Decided.only(UndoResult.ALREADY_BACK, null);
        }
        return net.after() == null
                ? new Decided(
                        UndoResult.RESTORED, null, List.of(), new Restoration.Make(net.ref(), net.detail(), before))
                : Decided.only(UndoResult.GONE, Reason.TARGET_GONE);
    }

    private Decided made(Image now, Image after, @Nullable String version) {
        if (Images.equal(now, after) || onConflict == OnConflict.RESTORE) {
            return new Decided(
                    UndoResult.RESTORED,
                    null,
                    List.of(),
                    new Restoration.Remove(net.ref(), net.detail(), now, version));
        }
        return new Decided(UndoResult.KEPT, Reason.ROW_CHANGED_SINCE_INSERT, moved(after, now), null);
    }

    /** What others changed of a resource that is kept whole. */
    private static List<UndoItem.Field> moved(Image after, Image now) {
        return Images.differing(after, now).stream()
                .map(name -> new UndoItem.Field(name, null, after.get(name), now.get(name), UndoResult.KEPT))
                .toList();
    }

    private Decided changed(Image before, Image after, Image now, @Nullable String version) {
        var own = Images.differing(before, after);
        if (!byField && !Images.equal(now, after) && onConflict == OnConflict.KEEP) {
            return new Decided(UndoResult.KEPT, Reason.SAME_FIELD_CHANGED, fields(before, after, now, own), null);
        }
        var back = new LinkedHashSet<String>();
        boolean conflict = false;
        for (var field : own) {
            boolean untouched = Images.same(now, after, field);
            boolean isBack = Images.same(now, before, field);
            if (!isBack && (untouched || onConflict == OnConflict.RESTORE)) {
                back.add(field);
            }
            conflict |= !isBack && !untouched && onConflict == OnConflict.KEEP;
        }
        var listed = fields(before, after, now, own);
        var todo = back.isEmpty() ? null : put(now, before, back, version);
        if (conflict) {
            return new Decided(UndoResult.KEPT, Reason.SAME_FIELD_CHANGED, listed, todo);
        }
        boolean others = Images.differing(after, now).stream().anyMatch(field -> !own.contains(field));
        var reason = others ? Reason.OTHERS_FIELDS_KEPT : null;
        return todo == null
                ? new Decided(UndoResult.ALREADY_BACK, reason, listed, null)
                : new Decided(UndoResult.RESTORED, reason, listed, todo);
    }

    private Restoration put(Image now, Image before, Set<String> back, @Nullable String version) {
        var wanted = byField ? normal.apply(Images.with(now, back, before)) : before;
        return new Restoration.Put(net.ref(), net.detail(), now, wanted, back, version);
    }

    private List<UndoItem.Field> fields(Image before, Image after, Image now, Set<String> own) {
        var fields = new ArrayList<UndoItem.Field>();
        for (var name : own) {
            fields.add(new UndoItem.Field(
                    name, before.get(name), after.get(name), now.get(name), result(before, after, now, name)));
        }
        Images.differing(after, now).stream()
                .filter(name -> !own.contains(name))
                .forEach(name -> fields.add(
                        new UndoItem.Field(name, before.get(name), after.get(name), now.get(name), UndoResult.KEPT)));
        return fields;
    }

    private UndoResult result(Image before, Image after, Image now, String field) {
        if (Images.same(now, before, field)) {
            return UndoResult.ALREADY_BACK;
        }
        boolean mayWrite = byField || Images.equal(now, after);
        return onConflict == OnConflict.RESTORE || (mayWrite && Images.same(now, after, field))
                ? UndoResult.RESTORED
                : UndoResult.KEPT;
    }
}
