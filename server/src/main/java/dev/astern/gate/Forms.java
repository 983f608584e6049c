package dev.astern.gate;

import dev.astern.connector.Form;
import dev.astern.connector.Operation;
import dev.astern.library.model.Subject.CommandSubject;
import dev.astern.library.model.Subject.HttpSubject;
import dev.astern.library.model.Subject.McpSubject;
import dev.astern.library.model.Subject.SqlSubject;
import java.util.HashMap;
import java.util.List;

/** What the recovery library is asked about an operation. */
final class Forms {
    private Forms() {}

    /** One for each thing it does; none where the library has nothing to say. */
    static List<? extends dev.astern.library.model.Subject> subjects(Operation operation) {
        return switch (operation.form()) {
            case Form.Sql(var parts) -> SqlSubject.each(operation, parts);
            case Form.Command(var argv) -> List.of(new CommandSubject(argv));
            case Form.Http(var system, var method, var path, var body) ->
                List.of(new HttpSubject(system, method, path, body, 0));
            case Form.Mcp(var server, var tool, var arguments) ->
                List.of(new McpSubject(server, tool, new HashMap<>(arguments)));
            case Form.Other other -> List.of();
        };
    }
}
