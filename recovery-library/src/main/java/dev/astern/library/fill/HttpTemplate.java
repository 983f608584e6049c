package dev.astern.library.fill;

import dev.astern.library.model.FillProblem;
import dev.astern.library.model.Filling;
import dev.astern.library.model.Json;
import dev.astern.library.model.RecoveryStep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request: {@code PATCH /contacts/{id} {"phone": "{previous_phone}"}}.
 *
 * @param segments of the path
 * @param query with its mark, or empty
 */
record HttpTemplate(
        String text, String method, List<TextTemplate> segments, TextTemplate query, Optional<JsonTemplate> body)
        implements Template.Call {
    HttpTemplate {
        segments = List.copyOf(segments);
    }

    static Template.Read read(String text) {
        var parts = text.split("\\s+", 3);
        if (parts.length < 2 || !parts[0].matches("[A-Z]+") || !parts[1].startsWith("/")) {
            return new Read.Bad(Flaw.SYNTAX, "write a method, a path and a JSON body if need be: GET /contacts/{id}");
        }
        var body = parts.length == 3 ? JsonTemplate.of(parts[2]) : Optional.<JsonTemplate>empty();
        if (parts.length == 3 && body.isEmpty()) {
            return new Read.Bad(Flaw.SYNTAX, "its body is no JSON; a placeholder stands in it as a string");
        }
        int mark = parts[1].indexOf('?');
        var path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
        var segments = new ArrayList<TextTemplate>();
        for (var segment : path.substring(1).split("/", -1)) {
            segments.add(TextTemplate.of(segment));
        }
        var query = TextTemplate.of(mark < 0 ? "" : parts[1].substring(mark));
        return new Read.Ok(new HttpTemplate(text, parts[0], segments, query, body));
    }

    @Override
    public Set<String> holes() {
        var names = new LinkedHashSet<>(pathHoles());
        body.ifPresent(json -> names.addAll(json.holes()));
        return names;
    }

    @Override
    public Set<String> textHoles() {
        var names = new LinkedHashSet<>(pathHoles());
        body.ifPresent(json -> names.addAll(json.textHoles()));
        return names;
    }

    private Set<String> pathHoles() {
        var names = new LinkedHashSet<String>();
        segments.forEach(segment -> names.addAll(segment.holes()));
        names.addAll(query.holes());
        return names;
    }

    @Override
    public Filling fill(Values values, List<String> carried) {
        var path = new StringBuilder();
        for (var segment : segments) {
            var filled = segment.fill(name -> PercentEncode.value(values.text(name)));
            // Servers drop these, encoded or not, and then it is another path.
            if (!segment.holes().isEmpty() && (filled.equals(".") || filled.equals(".."))) {
                var name = segment.holes().iterator().next();
                return new Filling.Unfilled(
                        new FillProblem(FillProblem.Code.WRONG_TYPE, name, "{" + name + "} would change the path"));
            }
            path.append('/').append(filled);
        }
        path.append(query.fill(name -> PercentEncode.value(values.text(name))));
        var json = body.map(b -> Json.write(b.fill(values))).orElse("");
        return new Filling.Filled(new RecoveryStep.HttpRequest(method, path.toString(), json));
    }
}
