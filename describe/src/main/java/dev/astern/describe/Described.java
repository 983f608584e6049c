package dev.astern.describe;

import java.util.List;

/** What became of a document. */
public sealed interface Described {
    /**
     * A draft.
     *
     * @param yaml a description that can be read as it is; what was guessed is marked with {@code # check:}
     * @param resources their names
     * @param checks how many marks there are
     * @param leftOut paths that could be resources and are none here, and why
     * @param url of the target, or empty where the document names none
     */
    record Drafted(String yaml, List<String> resources, int checks, List<String> leftOut, String url)
            implements Described {
        public Drafted {
            resources = List.copyOf(resources);
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * @param reason a stable code: {@code not_openapi}, {@code unreadable}, {@code too_large} or {@code nothing_found}
     * @param next what to do
     */
    record Refused(String reason, String detail, String next) implements Described {}
}
