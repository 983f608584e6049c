package dev.astern.hook;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An event as an agent's host sends it, read field by field; nothing in it is trusted, and what is not known is left. */
final class Event {
    /** Both ids make one key of a call, which has up to 255 characters. */
    private static final Pattern ID = Pattern.compile("[!-9;-~]{1,120}");

    private final Map<String, @Nullable Object> fields;

    Event(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** The session's name for the call: by the host's session, which has names of its own for its calls. */
    String call() {
        return "hook:" + id("session_id") + ":" + id("tool_use_id");
    }

    private String id(String name) {
        var id = text(name);
        if (!ID.matcher(id).matches()) {
            throw bad(name + " has 1 to 120 printable ASCII characters without a colon");
        }
        return id;
    }

    String text(String name) {
        if (fields.get(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw bad(name + " is missing, or is no text");
    }

    /** Empty where it is not said. */
    String textOr(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    Map<String, @Nullable Object> object(String name) {
        if (!(fields.get(name) instanceof Map<?, ?> given)) {
            throw bad(name + " is missing, or is no object");
        }
        var object = new HashMap<String, @Nullable Object>();
        given.forEach((key, value) -> object.put(String.valueOf(key), value));
        return object;
    }

    @Nullable
    Object any(String name) {
        return fields.get(name);
    }

    /** @throws ProblemException where it is another event than these */
    void check(String... names) {
        var name = text("hook_event_name");
        for (var known : names) {
            if (known.equals(name)) {
                return;
            }
        }
        throw bad("hook_event_name is " + String.join(" or ", names) + " here");
    }

    private static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
