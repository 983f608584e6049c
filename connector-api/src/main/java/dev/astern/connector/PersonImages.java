package dev.astern.connector;

import java.util.List;
import java.util.Set;

/**
 * What a target keeps about one person, or kept until it was erased.
 *
 * @param images row images of actions: each is a row before or after one statement
 * @param rows rows of tables and values of columns that were moved aside when an agent dropped or changed them
 * @param held how many images and rows stay because a legal hold covers their actions; not part of the other two
 * @param actions ids of all actions that these belong to, held or not
 * @param notes what a person should know, for example a column in the target's settings that nothing has
 */
public record PersonImages(long images, long rows, long held, Set<String> actions, List<String> notes) {
    /** Of a connector that keeps nothing by person. */
    public static final PersonImages NONE = new PersonImages(0, 0, 0, Set.of(), List.of());

    public PersonImages {
        actions = Set.copyOf(actions);
        notes = List.copyOf(notes);
    }

    public boolean isEmpty() {
        return images == 0 && rows == 0 && held == 0;
    }
}
