package dev.astern.connector.resource;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import dev.astern.connector.Left;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the resources of an action are once it was sent, and which of that is the action's. A field that the action did not
 * set is taken for its work only where nobody else can have been there in between.
 */
final class After {
    private final Map<Ref, Seen> before;
    private final Sent.@Nullable Done answer;
    private final ResourceSystem system;
    private final List<Effect> effects = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<Integer, Left> left = new HashMap<>();
    private @Nullable Problem unreadable;
    private @Nullable Problem contested;
    private boolean asMeant = true;
    private boolean unseen;
    /** Of the resource that is looked at now. */
    private boolean unsure;

    private boolean meant;

    /**
     * Reads all of them.
     *
     * @param answer null where the system did not say that it was done
     */
    After(
            ResourceSystem system,
            List<Expected> expected,
            Map<Ref, Seen> before,
            Sent.@Nullable Done answer,
            Within within) {
        this.system = system;
        this.before = before;
        this.answer = answer;
        var keys = answer == null
                ? Collections.<Ref>emptyIterator()
                : answer.made().iterator();
        for (int number = 0; number < expected.size(); number++) {
            look(number, expected.get(number), keys, within);
        }
        if (expected.isEmpty()) {
            notes.add("what it changed is not known");
        }
    }

    private void look(int number, Expected one, Iterator<Ref> keys, Within within) {
        var ref = one.ref();
        if (ref == null) {
            if (!keys.hasNext()) {
                unseen = true;
                notes.add("the target did not say what it made of " + one.resource());
                return;
            }
            ref = keys.next();
        }
        switch (system.read(ref, within)) {
            case Seen.Unreadable(var problem) -> unreadable = problem;
            case Seen.Absent absent -> left(number, one, ref, null);
            case Seen.Present present -> left(number, one, ref, present);
        }
    }

    private void left(int number, Expected one, Ref ref, Seen.@Nullable Present present) {
        var was = Images.of(before.getOrDefault(ref, new Seen.Absent()));
        var after = present == null ? absent(one, ref, was) : present(one, ref, was, present);
        meant |= meant(one, was);
        asMeant &= asMeant(one, present == null ? null : present.image());
        var effect = Observing.effect(ref.resource(), ref.key(), was, after);
        effect.ifPresent(effects::add);
        if (unsure) {
            unsure = false;
            return;
        }
        left.put(number, effect.isPresent() ? new Left.Changed(ref.key(), after) : new Left.Unchanged());
    }

    /** What it left of what is gone: who deletes is one thing, who changes what somebody else then deletes another. */
    private @Nullable Image absent(Expected one, Ref ref, @Nullable Image was) {
        if (was == null || one.kind() == Effect.Kind.DELETE || opaque(one)) {
            return null;
        }
        notes.add(ref + " is gone, and this did not delete it");
        if (answer == null) {
            unseen = true;
            unsure = true;
            return was;
        }
        return Images.with(was, Images.names(one.sets()), one.sets());
    }

    /** What is there now, less what may be others' work. */
    private @Nullable Image present(Expected one, Ref ref, @Nullable Image was, Seen.Present present) {
        if (one.kind() == Effect.Kind.DELETE) {
            return still(ref, was, present);
        }
        var said = said(ref, present);
        boolean bound = system.conditional(ref.resource()) && version(before.get(ref)) != null;
        if (said != null && (bound || was == null)) {
            return said;
        }
        if (opaque(one)) {
            notes.add("what others changed in " + ref + " while it ran can't be told from its own work");
            return said == null ? present.image() : said;
        }
        return was == null ? made(one, ref, present.image()) : changed(one, ref, was, present.image(), said);
    }

    /** It was to be deleted: somebody may have changed it instead, or made it again since. */
    private @Nullable Image still(Ref ref, @Nullable Image was, Seen.Present present) {
        if (was == null || present.image().equals(was)) {
            return was;
        }
        var detail = ref + " was to be deleted, is there, and not as it was: somebody else wrote it";
        notes.add(detail);
        contested = Problem.of(Reason.UNCONFIRMED, detail);
        unsure = true;
        return was;
    }

    private @Nullable Image made(Expected one, Ref ref, Image now) {
        var sent = Images.names(one.sets());
        if (answer == null && sent.stream().noneMatch(field -> Images.same(now, one.sets(), field))) {
            notes.add(ref + " was made by somebody else, or changed by somebody since");
            unseen = true;
            unsure = true;
            return null;
        }
        sent.removeIf(field -> !now.fields().containsKey(field));
        var others = sent.stream()
                .filter(field -> !Images.same(now, one.sets(), field))
                .toList();
        var base = answer == null ? Images.with(now, others, new Image(Map.of())) : now;
        return sent(ref, base, now, sent, one.sets());
    }

    private Image changed(Expected one, Ref ref, Image was, Image now, @Nullable Image said) {
        var fields = Images.names(one.sets());
        fields.removeIf(field -> Images.same(was, now, field));
        return sent(ref, was, now, fields, said == null ? one.sets() : said);
    }

    /**
     * Where the target did not say what it left, a value that is not the one sent may be somebody else's; where it did not
     * even say that it was done, such a value is no sign of it.
     */
    private Image sent(Ref ref, Image base, Image now, Set<String> fields, Image sure) {
        var others =
                fields.stream().filter(field -> !Images.same(sure, now, field)).toList();
        others.forEach(field -> notes.add(field + " of " + ref + " reads back as another value than was sent"));
        if (answer != null || others.isEmpty()) {
            return Images.with(base, fields, sure);
        }
        unseen = true;
        unsure = true;
        fields.removeAll(others);
        return Images.with(base, fields, sure);
    }

    private static boolean opaque(Expected one) {
        return one.kind() != Effect.Kind.DELETE && one.sets().fields().isEmpty();
    }

    /** What the target left, where that is sure: it said so, or nobody wrote since it did. */
    private @Nullable Image said(Ref ref, Seen.Present present) {
        if (answer == null) {
            return null;
        }
        var version = answer.versions().get(ref);
        return version != null && version.equals(present.version())
                ? present.image()
                : answer.as().get(ref);
    }

    private static @Nullable String version(@Nullable Seen seen) {
        return seen instanceof Seen.Present(var image, var version) ? version : null;
    }

    private static boolean meant(Expected one, @Nullable Image was) {
        return switch (one.kind()) {
            case DELETE -> was != null;
            case INSERT -> was == null || !Images.holds(was, one.sets());
            case UPDATE, STRUCTURE -> was != null && !Images.holds(was, one.sets());
        };
    }

    private static boolean asMeant(Expected one, @Nullable Image after) {
        return one.kind() == Effect.Kind.DELETE ? after == null : after != null && Images.holds(after, one.sets());
    }

    List<Effect> effects() {
        return effects;
    }

    List<String> notes() {
        return notes;
    }

    /** By number, as far as it was seen. */
    Map<Integer, Left> left() {
        return left;
    }

    /** Why it can't be told what became of it. */
    Optional<Problem> unclear() {
        return Optional.ofNullable(unreadable == null ? contested : unreadable);
    }

    /** Whether all that was looked at is as the call wanted it. */
    boolean allAsMeant() {
        return asMeant && !unseen && unclear().isEmpty();
    }

    /** Whether something may have been done that nobody sees, as the making of what nobody knows the key of. */
    boolean unseen() {
        return unseen;
    }

    /** Whether the call was to change something of what was there. */
    boolean somethingWasMeant() {
        return meant && !unseen;
    }
}
