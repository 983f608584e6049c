package dev.astern.library.model;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent asks for, as far as the library looks at it. Nothing in it is trusted. */
public sealed interface Subject {
    Kind kind();

    /**
     * A program and its arguments, as they would reach the program: no shell between.
     *
     * @param argv the program first
     */
    record CommandSubject(List<String> argv) implements Subject {
        public CommandSubject {
            argv = List.copyOf(argv);
        }

        @Override
        public Kind kind() {
            return Kind.COMMAND;
        }
    }

    /**
     * What a SQL connector understood of a statement, and what it says of it.
     *
     * @param verb for example {@code delete} or {@code drop table}
     * @param resources the tables it names
     * @param text what its words say
     * @param tier the connector's own; an entry may only make it more severe
     * @param reversibility the connector's own; an entry may only make it harder
     */
    record SqlSubject(String verb, List<String> resources, StatementWords text, Tier tier, Reversibility reversibility)
            implements Subject {
        public SqlSubject {
            resources = List.copyOf(resources);
        }

        /** Each statement on its own, so that a word is known to belong to it. */
        public static List<SqlSubject> each(Operation operation, List<Form.Sql.Part> parts) {
            return parts.isEmpty()
                    ? List.of(of(operation))
                    : parts.stream()
                            .map(part -> new SqlSubject(
                                    part.verb(),
                                    part.resources(),
                                    StatementWords.of(part.text()),
                                    part.tier(),
                                    operation.reversibility()))
                            .toList();
        }

        /** All that an operation says as one text, for where its statements are not known one by one. */
        public static SqlSubject of(Operation operation) {
            return new SqlSubject(
                    operation.verb(),
                    operation.resources(),
                    StatementWords.of(operation.command()),
                    operation.tier(),
                    operation.reversibility());
        }

        @Override
        public Kind kind() {
            return Kind.SQL;
        }
    }

    /**
     * A request to an HTTP API.
     *
     * @param system the system or target it goes to, for example {@code stripe}; empty when not known
     * @param path as sent, encoded, with its query if it has one, for example {@code /contacts/7?archived=true}
     * @param body of JSON, as Java values; none when there is none, or it is not known
     * @param status the answer's; 0 while there is none
     */
    record HttpSubject(String system, String method, String path, Optional<Map<String, Object>> body, int status)
            implements Subject {
        public HttpSubject {
            body = body.map(b -> Collections.unmodifiableMap(new LinkedHashMap<>(b)));
        }

        public HttpSubject(String method, String path) {
            this("", method, path, Optional.empty(), 0);
        }

        public HttpSubject(String system, String method, String path) {
            this(system, method, path, Optional.empty(), 0);
        }

        public HttpSubject(String system, String method, String path, Map<String, Object> body) {
            this(system, method, path, Optional.of(body), 0);
        }

        @Override
        public Kind kind() {
            return Kind.HTTP;
        }
    }

    /**
     * A call of an upstream MCP server's tool.
     *
     * @param arguments JSON as Java values: maps, lists, strings, numbers, booleans, nulls
     */
    record McpSubject(String server, String tool, Map<String, Object> arguments) implements Subject {
        public McpSubject {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        }

        @Override
        public Kind kind() {
            return Kind.MCP;
        }
    }
}
