package dev.astern.workspace.file;

import dev.astern.connector.Effect;
import dev.astern.connector.Image;
import java.util.Collections;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What happened, or is to happen, at one path.
 *
 * @param before what was there; null for nothing
 * @param after what is there then; null for nothing
 */
public record Change(
        RelPath path, @Nullable FileState before, @Nullable FileState after) {
    public static final String FILES = "files";

    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("nothing before and nothing after at " + path + ": bug");
        }
    }

    public Effect.Kind kind() {
        return before == null ? Effect.Kind.INSERT : after == null ? Effect.Kind.DELETE : Effect.Kind.UPDATE;
    }

    public Effect effect(Texts texts) {
        return new Effect(
                FILES,
                key(path),
                kind(),
                before == null ? null : before.image(texts),
                after == null ? null : after.image(texts));
    }

    public Change inverse() {
        return new Change(path, after, before);
    }

    /** Whether one is a folder and the other is something else, so that the one goes before the other comes. */
    public boolean changesKind() {
        return before != null && after != null && before.isFolder() != after.isFolder();
    }

    public boolean touchesSpecial() {
        return special(before) || special(after);
    }

    private static boolean special(@Nullable FileState state) {
        return state != null && state.kind() == FileState.Kind.SPECIAL;
    }

    public static Image key(RelPath path) {
        var fields = new LinkedHashMap<String, @Nullable String>();
        fields.put("path", path.text());
        return new Image(Collections.unmodifiableMap(fields));
    }
}
