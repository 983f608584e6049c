package dev.astern.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In which form an operation reaches its system, so that a recovery library can find what is known about taking it back. */
public sealed interface Form {
    /**
     * Statements of a database.
     *
     * @param parts one each, in order; none where only the operation's own words are known
     */
    record Sql(List<Part> parts) implements Form {
        public Sql {
            parts = List.copyOf(parts);
        }

        /**
         * One statement.
         *
         * @param verb for example {@code delete} or {@code drop table}
         * @param resources the tables it names
         */
        public record Part(String verb, List<String> resources, String text, Tier tier) {
            public Part {
                resources = List.copyOf(resources);
            }
        }
    }

    /**
     * A program, without a shell between.
     *
     * @param argv the program first
     */
    record Command(List<String> argv) implements Form {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /**
     * A request to an HTTP API.
     *
     * @param system for example {@code stripe}; empty when not known
     * @param path encoded, with its query
     * @param body of JSON, as Java values
     */
    record Http(String system, String method, String path, Optional<Map<String, Object>> body) implements Form {}

    /** A tool of an upstream MCP server. */
    record Mcp(String server, String tool, Map<String, @Nullable Object> arguments) implements Form {
        public Mcp {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }
    }

    /** None of these: the connector's own word stands. */
    record Other() implements Form {}
}
