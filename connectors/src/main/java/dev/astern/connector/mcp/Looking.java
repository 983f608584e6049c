package dev.astern.connector.mcp;

import dev.astern.connector.Image;
import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.connector.resource.Seen;
import dev.astern.connector.resource.Within;
import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Resource.Look;
import dev.astern.library.model.Filling;
import dev.astern.library.model.RecoveryStep.McpCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at resources in the way their entries say. */
record Looking(Tools tools) {
    Seen look(Resource resource, Image key, Within within) {
        Seen seen = unreadable(Reason.TARGET_REFUSED, resource.name() + " can't be looked at");
        for (var look : resource.looks()) {
            var filled = resource.look(look, values(key));
            if (!(filled instanceof Filling.Filled(McpCall call))) {
                return unreadable(
                        Reason.NOT_CAPTURABLE, "the call that looks at " + resource.name() + " can't be filled");
            }
            switch (tools.call(call, within)) {
                case Called.Said(var answer)
                when answer.error() -> {
                    if (begins(answer.text(), look.absent())) {
                        return new Seen.Absent();
                    }
                    seen = unreadable(Reason.NOT_CAPTURABLE, call.tool() + ": " + answer.shown());
                    if (!begins(answer.text(), look.next())) {
                        return seen;
                    }
                }
                case Called.Said(var answer) -> {
                    return seen(look, answer, call.tool());
                }
                case Called.Refused(var problem) -> {
                    return new Seen.Unreadable(problem);
                }
                case Called.Unsent(var problem) -> {
                    return new Seen.Unreadable(problem);
                }
                case Called.Unknown(var problem, var answered) -> {
                    return new Seen.Unreadable(problem);
                }
            }
        }
        return seen;
    }

    static Map<String, Object> values(Image key) {
        var values = new HashMap<String, Object>();
        key.fields().forEach((name, value) -> {
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static boolean begins(String text, List<String> words) {
        return words.stream().anyMatch(text::startsWith);
    }

    private static Seen unreadable(Reason reason, String detail) {
        return new Seen.Unreadable(Problem.of(reason, detail));
    }

    private static Seen seen(Look look, Answer answer, String tool) {
        return answer.fields()
                .map(fields -> switch (Pictures.of(look, fields)) {
                    case Pictures.Picture.There(var image) -> new Seen.Present(image);
                    case Pictures.Picture.Nothing _ -> new Seen.Absent();
                    case Pictures.Picture.Inexact _ ->
                        unreadable(Reason.NOT_CAPTURABLE, tool + " answered with what is no text in UTF-8");
                })
                .orElseGet(() -> unreadable(Reason.NOT_CAPTURABLE, tool + " answered with what can't be kept"));
    }
}
