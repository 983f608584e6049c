package dev.astern.workspace;

import dev.astern.workspace.named.Place;
import java.util.List;

/** What is seen of a command's doing in its workspace. */
public sealed interface Sight {
    /** All of it. */
    record Whole() implements Sight {}

    /** What it does in the places that it names. */
    record Named(List<Place> places) implements Sight {
        public Named {
            places = List.copyOf(places);
        }
    }

    /** Nothing. */
    record Nothing() implements Sight {}
}
