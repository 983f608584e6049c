package dev.astern.connector.sql.ddl.parse;

import dev.astern.connector.Problem;
import java.util.Objects;
import java.util.Set;

/** What became of a text. */
public sealed interface Parsed {
    /**
     * Understood to its last character.
     *
     * @param functions functions of {@code pg_catalog} it would call wherever values are checked or computed
     * @param defaults those it would call in a DEFAULT only, where the clock and random ids may be asked too
     */
    record Understood(Ddl ddl, Set<String> functions, Set<String> defaults) implements Parsed {
        public Understood {
            Objects.requireNonNull(ddl, "ddl");
            functions = Set.copyOf(functions);
            defaults = Set.copyOf(defaults);
        }
    }

    record Refused(Problem problem) implements Parsed {}
}
