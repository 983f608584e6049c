package dev.astern.workspace;

import dev.astern.connector.Effect;
import dev.astern.connector.Observed;
import dev.astern.connector.ResourceCount;
import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.Contents;
import dev.astern.workspace.file.Texts;
import dev.astern.workspace.store.Lines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What changes look like to everybody else. */
final class Observations {
    private static final int SAMPLE = 100;

    private Observations() {}

    /** @param digest of the manifest of these changes */
    static Observed of(List<Change> changes, String digest, Terms terms, Texts texts) {
        return new Observed(
                counts(changes),
                digest,
                before(changes),
                changes.stream()
                        .limit(SAMPLE)
                        .map(change -> change.effect(texts))
                        .toList(),
                notes(changes, terms),
                terms.tier(),
                terms.reversibility());
    }

    private static List<ResourceCount> counts(List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return List.of(new ResourceCount(
                Change.FILES,
                count(changes, Effect.Kind.INSERT),
                count(changes, Effect.Kind.UPDATE),
                count(changes, Effect.Kind.DELETE)));
    }

    private static long count(List<Change> changes, Effect.Kind kind) {
        return changes.stream().filter(c -> c.kind() == kind).count();
    }

    /** Over what was there before; times and numbers of files count, contents do above all. */
    static String before(List<Change> changes) {
        var sha = Contents.sha256();
        boolean any = false;
        for (var change : changes) {
            var before = change.before();
            if (before != null) {
                any = true;
                sha.update((change.path().raw() + "\0" + Lines.write(before.parts()) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return any ? HexFormat.of().formatHex(sha.digest()) : "";
    }

    private static List<String> notes(List<Change> changes, Terms terms) {
        var notes = new ArrayList<>(terms.notes());
        long special = changes.stream().filter(Change::touchesSpecial).count();
        if (special > 0) {
            notes.add(special + " pipes, sockets or devices were touched; they can't be made again");
        }
        return notes;
    }
}
