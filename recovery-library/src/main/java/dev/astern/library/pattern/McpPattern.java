package dev.astern.library.pattern;

import dev.astern.library.model.Captures;
import dev.astern.library.model.Subject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A call of a tool: {@code crm/update_contact {"id": "{id}", "mode": "soft"}}. Arguments that it doesn't name must be
 * among the entry's options.
 */
record McpPattern(String text, TokenPattern server, TokenPattern tool, Conditions conditions) implements Pattern {
    static McpPattern read(String text, List<String> options) {
        int json = text.indexOf(" {");
        var name = (json < 0 ? text : text.substring(0, json)).strip();
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1 || name.chars().anyMatch(Character::isWhitespace)) {
            throw BadPattern.syntax("write server/tool, and its arguments as JSON if need be");
        }
        var tokens = new TokenReader();
        return new McpPattern(
                text,
                tokens.read(name.substring(0, slash)),
                tokens.read(name.substring(slash + 1)),
                Conditions.read(json < 0 ? "{}" : text.substring(json), options));
    }

    @Override
    public Optional<Captures> match(Subject subject) {
        if (!(subject instanceof Subject.McpSubject call)) {
            return Optional.empty();
        }
        var names = server.match(call.server());
        var more = tool.match(call.tool());
        var values = conditions.match(call.arguments());
        if (names.isEmpty() || more.isEmpty() || values.isEmpty()) {
            return Optional.empty();
        }
        var all = new HashMap<String, Object>(names.get());
        all.putAll(more.get());
        all.keySet().removeIf(key -> key.startsWith("*"));
        all.putAll(values.get());
        return Optional.of(new Captures(all, List.of()));
    }

    private Stream<String> keys() {
        return Stream.concat(Stream.concat(server.keys(), tool.keys()), conditions.captures());
    }

    @Override
    public Set<String> captures() {
        return keys().filter(key -> !key.startsWith("*")).collect(Collectors.toSet());
    }

    @Override
    public List<String> globs() {
        return keys().filter(key -> key.startsWith("*")).toList();
    }

    @Override
    public Pattern named(Map<String, String> names) {
        return new McpPattern(text, server.named(names), tool.named(names), conditions);
    }

    @Override
    public Specificity specificity() {
        return new Specificity(
                !server.anything(),
                !conditions.allowed().contains("..."),
                tool.anything() ? 0 : 1,
                conditions.list().size(),
                server.literals() + tool.literals());
    }

    @Override
    public boolean broad() {
        return tool.anything() && conditions.list().isEmpty();
    }

    @Override
    public boolean overlaps(Pattern other) {
        return other instanceof McpPattern that
                && server.meets(that.server)
                && tool.meets(that.tool)
                && conditions.overlaps(that.conditions);
    }
}
