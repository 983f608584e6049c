package dev.astern.library.fill;

import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.RecoveryStep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call of a tool: {@code crm/get_contact {"id": "{id}"}}. */
record McpTemplate(String text, String server, String tool, JsonTemplate arguments) implements Template.Call {
    static Template.Read read(String text) {
        int space = text.indexOf(' ');
        var name = space < 0 ? text : text.substring(0, space);
        int slash = name.indexOf('/');
        if (slash <= 0 || !name.matches("[A-Za-z0-9_./-]+") || slash == name.length() - 1) {
            return new Read.Bad(Flaw.SYNTAX, "write server/tool, both fixed, and its arguments as JSON");
        }
        var arguments = JsonTemplate.of(space < 0 ? "{}" : text.substring(space));
        if (arguments.isEmpty() || !(arguments.get().tree() instanceof Map<?, ?>)) {
            return new Read.Bad(
                    Flaw.SYNTAX, "after the tool stands a JSON object; a placeholder stands in it as a string");
        }
        return new Read.Ok(new McpTemplate(text, name.substring(0, slash), name.substring(slash + 1), arguments.get()));
    }

    @Override
    public Set<String> holes() {
        return arguments.holes();
    }

    @Override
    public Set<String> textHoles() {
        return arguments.textHoles();
    }

    @Override
    public Filling fill(Values values, List<String> carried) {
        var filled = new LinkedHashMap<String, Object>();
        if (arguments.fill(values) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> filled.put(String.valueOf(name), value));
        }
        var line = server + "/" + tool + " " + Json.write(filled);
        return new Filling.Filled(new RecoveryStep.McpCall(server, tool, filled, line));
    }
}
