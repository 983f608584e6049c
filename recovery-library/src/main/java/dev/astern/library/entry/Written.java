package dev.astern.library.entry;

import java.util.Optional;

/**
 * A place in files that a command may change, as its arguments name it.
 *
 * @param placeholder what the pattern captures there; {@link #REST} for each word that stands for {@code ...}
 * @param follows whether the command acts on what a link at the place leads to, rather than on the link
 * @param beneath whether it may change what is in the place, where that is a folder
 * @param into where the place is a folder, only what is called as the last name of this placeholder's path in it is changed
 */
public record Written(String placeholder, boolean follows, boolean beneath, Optional<String> into) {
    public static final String REST = "...";

    public boolean isRest() {
        return placeholder.equals(REST);
    }
}
