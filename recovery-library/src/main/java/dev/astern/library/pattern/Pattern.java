package dev.astern.library.pattern;

import dev.astern.library.model.Captures;
import dev.astern.library.model.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an entry is about. A pattern accounts for every part of what it matches: a word, option, query or argument that it
 * doesn't know means that it doesn't match, because nobody can say what that part changes.
 */
public sealed interface Pattern permits CommandPattern, SqlPattern, HttpPattern, McpPattern {
    String text();

    Optional<Captures> match(Subject subject);

    /** The names of what it captures. */
    Set<String> captures();

    /** Keys of wildcards that have no name yet, in order. */
    List<String> globs();

    /** The same with names for wildcards. */
    Pattern named(Map<String, String> names);

    Specificity specificity();

    /** Whether some subject could match both; may say so of two that nothing matches. */
    boolean overlaps(Pattern other);

    /** Whether any further words may follow. */
    default boolean rest() {
        return false;
    }

    /** Whether it names nothing of what its program, server or API is asked to do. */
    boolean broad();
}
