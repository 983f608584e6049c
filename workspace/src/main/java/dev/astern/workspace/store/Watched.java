package dev.astern.workspace.store;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.workspace.file.FileState;
import dev.astern.workspace.file.RelPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was in the places that a command names, before it started; written down before it does, since nobody can look
 * afterwards.
 *
 * @param places none where nothing is known of what the command writes
 */
public record Watched(List<Place> places, List<Was> was, Tier tier, Reversibility reversibility, List<String> notes) {
    /** @param beneath whether what is in it, where it is or becomes a folder, counts */
    public record Place(RelPath path, boolean beneath) {}

    /** @param state null where nothing was there */
    public record Was(RelPath path, @Nullable FileState state) {}

    public Watched {
        places = List.copyOf(places);
        was = List.copyOf(was);
        notes = List.copyOf(notes);
    }
}
