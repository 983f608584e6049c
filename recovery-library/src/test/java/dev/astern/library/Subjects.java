package dev.astern.library;

import dev.astern.connector.Reversibility;
import dev.astern.connector.Tier;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.StatementWords;
import dev.astern.library.model.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subjects and fillings in one line each, for tables of tests. */
final class Subjects {
    private Subjects() {}

    /** {@code $ argv…}, {@code http system METHOD path body}, {@code mcp server/tool arguments}, {@code sql verb table: text}. */
    static Subject of(String line) {
        if (line.startsWith("$ ")) {
            return new Subject.CommandSubject(List.of(line.substring(2).split(" ")));
        }
        if (line.startsWith("http ")) {
            var parts = line.split(" ", 5);
            var body = parts.length < 5 ? Optional.<Map<String, Object>>empty() : Optional.of(members(parts[4]));
            return new Subject.HttpSubject(parts[1], parts[2], parts[3], body, 0);
        }
        if (line.startsWith("mcp ")) {
            var parts = line.split(" ", 3);
            var name = parts[1].split("/", 2);
            return new Subject.McpSubject(name[0], name[1], members(parts[2]));
        }
        var text = line.substring(line.indexOf(": ") + 2);
        var head = line.substring(4, line.indexOf(": "));
        int last = head.lastIndexOf(' ');
        var table = head.substring(last + 1);
        return new Subject.SqlSubject(
                head.substring(0, last),
                table.isEmpty() ? List.of() : List.of(table),
                StatementWords.of(text),
                Tier.READ,
                Reversibility.TRIVIALLY_REVERSIBLE);
    }

    private static Map<String, Object> members(String json) {
        var members = new LinkedHashMap<String, Object>();
        if (Json.read(json).orElseThrow() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }

    static String line(Filling filling) {
        return switch (filling) {
            case Filling.Filled filled -> filled.step().line();
            case Filling.Unfilled unfilled ->
                unfilled.problem().code() + " " + unfilled.problem().placeholder();
            case Filling.AwaitsOutput awaits -> "awaits " + String.join(", ", awaits.placeholders());
            case Filling.None _ -> "none";
        };
    }
}
