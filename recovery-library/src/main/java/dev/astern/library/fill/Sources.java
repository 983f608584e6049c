package dev.astern.library.fill;

import dev.astern.library.model.Captures;
import dev.astern.library.model.FillProblem;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where values come from.
 *
 * @param preCapture what was captured before the action
 * @param output what the action itself answered, as soon as it has
 * @param captured values taken from a pre-capture's output earlier, by placeholder
 */
public record Sources(
        Captures captures, Optional<String> preCapture, Optional<String> output, Map<String, String> captured) {
    public Sources {
        captured = Map.copyOf(captured);
    }

    public Sources(Captures captures, Optional<String> preCapture, Optional<String> output) {
        this(captures, preCapture, output, Map.of());
    }

    /** A value, or why there is none. */
    private sealed interface Found {
        record Value(Object value) implements Found {}

        record Missing(FillProblem problem) implements Found {}

        record Later() implements Found {}
    }

    /** Finds and checks every value, then fills. */
    public Filling fill(Template template, Map<String, Placeholder> placeholders) {
        var values = new HashMap<String, Object>();
        var later = new ArrayList<String>();
        for (var name : template.holes()) {
            var placeholder = placeholders.getOrDefault(name, Placeholder.capture(name));
            switch (find(placeholder)) {
                case Found.Value found -> {
                    var problem = placeholder.check(found.value());
                    if (problem.isPresent()) {
                        return new Filling.Unfilled(problem.get());
                    }
                    values.put(name, found.value());
                }
                case Found.Missing missing -> {
                    return new Filling.Unfilled(missing.problem());
                }
                case Found.Later _ -> later.add(name);
            }
        }
        return later.isEmpty()
                ? template.fill(new Values(values, placeholders), captures.carried())
                : new Filling.AwaitsOutput(later, template.text());
    }

    /** One value as text, if it is there and right. */
    public Optional<String> text(Placeholder placeholder) {
        return find(placeholder) instanceof Found.Value found
                        && placeholder.check(found.value()).isEmpty()
                ? Optional.of(new Values(Map.of(placeholder.name(), found.value()), Map.of()).text(placeholder.name()))
                : Optional.empty();
    }

    /** Whether a value is there, and is more than an empty list. */
    public boolean something(Placeholder placeholder) {
        return find(placeholder) instanceof Found.Value(var value)
                && !(value instanceof List<?> list && list.isEmpty());
    }

    private Found find(Placeholder placeholder) {
        return switch (placeholder.from()) {
            case PATTERN -> {
                var value = captures.values().get(placeholder.name());
                yield value == null
                        ? missing(placeholder, FillProblem.Code.NOT_IN_COMMAND, "is not in the command")
                        : new Found.Value(value);
            }
            case PRE_CAPTURE -> preCaptured(placeholder);
            case OUTPUT, DIFFERENCE -> output.map(text -> in(text, placeholder)).orElseGet(Found.Later::new);
        };
    }

    private Found preCaptured(Placeholder placeholder) {
        var known = captured.get(placeholder.name());
        if (known != null) {
            return new Found.Value(known);
        }
        return preCapture
                .map(text -> in(text, placeholder))
                .orElseGet(
                        () -> missing(placeholder, FillProblem.Code.NOT_IN_OUTPUT, "needs the pre-capture's output"));
    }

    private static Found in(String text, Placeholder placeholder) {
        if (placeholder.path().isEmpty()) {
            return ofText(text, placeholder);
        }
        var json = Json.read(text);
        if (json.isEmpty()) {
            return missing(placeholder, FillProblem.Code.OUTPUT_NOT_JSON, "needs JSON, and the output is none");
        }
        JsonPath path = placeholder.path().get();
        return path.find(json.get())
                .<Found>map(Found.Value::new)
                .orElseGet(() ->
                        missing(placeholder, FillProblem.Code.NOT_IN_OUTPUT, "is not in the output at " + path.text()));
    }

    /** One line ends with a line feed; more lines are no single value, and are refused as unprintable. */
    private static Found ofText(String text, Placeholder placeholder) {
        boolean whole = placeholder.type() == ValueType.JSON;
        var line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (placeholder.word() == 0) {
            return line.isEmpty() && !whole
                    ? missing(placeholder, FillProblem.Code.NOT_IN_OUTPUT, "is the whole output, which is empty")
                    : new Found.Value(line);
        }
        var words = line.indexOf('\n') < 0 ? line.strip().split("[ \t]+") : new String[0];
        return placeholder.word() <= words.length
                ? new Found.Value(words[placeholder.word() - 1])
                : missing(placeholder, FillProblem.Code.NOT_IN_OUTPUT, "is no word of a line of output");
    }

    private static Found missing(Placeholder placeholder, FillProblem.Code code, String detail) {
        return new Found.Missing(new FillProblem(code, placeholder.name(), "{" + placeholder.name() + "} " + detail));
    }

    /** With what the action answered. */
    public Sources withOutput(String text) {
        return new Sources(captures, preCapture, Optional.of(text), captured);
    }
}
