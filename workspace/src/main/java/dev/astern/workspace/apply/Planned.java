package dev.astern.workspace.apply;

import dev.astern.workspace.file.Change;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import dev.astern.workspace.file.Seen;
import dev.astern.workspace.posix.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A change to be made.
 *
 * @param seen how the kernel described what it replaces; null where there is nothing, or nobody looked
 */
public record Planned(Change change, @Nullable Stat seen) {
    public static Planned of(RelPath path, @Nullable Seen now, @Nullable FileState after) {
        return now == null
                ? new Planned(new Change(path, null, after), null)
                : new Planned(new Change(path, now.state(), after), now.stat());
    }

    RelPath path() {
        return change.path();
    }
}
