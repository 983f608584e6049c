package dev.astern.library.entry;

import dev.astern.library.fill.Sources;
import dev.astern.library.fill.Template;
import dev.astern.library.model.Captures;
import dev.astern.library.model.Filling;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Placeholder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One kind of thing behind an MCP server's tools: how to look at it, and how to put it back.
 *
 * @param name for example {@code file}
 * @param key the placeholders that name one of them
 * @param looks how to look at one; later ones where an earlier one's answer says so
 * @param ways what puts one back
 * @param byField whether its fields can be put back one by one
 * @param placeholders the key's, and those of the calls that put it back
 */
public record Resource(
        String name,
        List<String> key,
        List<Look> looks,
        Ways ways,
        boolean byField,
        Map<String, Placeholder> placeholders) {
    public Resource {
        key = List.copyOf(key);
        looks = List.copyOf(looks);
        placeholders = Collections.unmodifiableMap(new LinkedHashMap<>(placeholders));
    }

    /**
     * One call that looks.
     *
     * @param image where in the answer it stands
     * @param also more fields, and where in the answer they stand. Where nothing but empty lists is at all of these
     *     places, it is not there
     * @param lines whether the answer is text of lines {@code name: value}
     * @param only the fields that count; empty for all
     * @param unordered fields that are lists whose order means nothing
     * @param absent how an error begins that says that it is not there
     * @param next how an error begins that says to look in the next way
     */
    public record Look(
            Template call,
            Optional<JsonPath> image,
            Map<String, JsonPath> also,
            boolean lines,
            Set<String> only,
            Set<String> unordered,
            List<String> absent,
            List<String> next) {
        public Look {
            also = Collections.unmodifiableMap(new LinkedHashMap<>(also));
            only = Set.copyOf(only);
            unordered = Set.copyOf(unordered);
            absent = List.copyOf(absent);
            next = List.copyOf(next);
        }
    }

    /**
     * What puts one back. Each is run in order, where it has something to do.
     *
     * @param make what was there and is not
     * @param change what is there and was otherwise
     * @param remove what was not there
     * @param aside puts what was not there out of the way, where the server can't remove anything
     * @param move brings it from its key to {@code {to_…}}
     */
    public record Ways(
            List<Step> make, List<Step> change, List<Step> remove, List<Step> aside, Optional<Template> move) {
        public Ways {
            make = List.copyOf(make);
            change = List.copyOf(change);
            remove = List.copyOf(remove);
            aside = List.copyOf(aside);
        }
    }

    /**
     * One call.
     *
     * @param when a placeholder without whose value there is nothing to do; empty for always
     */
    public record Step(Template call, String when) {}

    /** The call that looks at one. */
    public Filling look(Look look, Map<String, Object> keyValues) {
        return new Sources(new Captures(keyValues, List.of()), Optional.empty(), Optional.empty())
                .fill(look.call(), placeholders);
    }

    /** The call that moves one. */
    public Filling move(Map<String, Object> keyValues) {
        return ways.move()
                .map(template -> new Sources(new Captures(keyValues, List.of()), Optional.empty(), Optional.empty())
                        .fill(template, placeholders))
                .orElseGet(Filling.None::new);
    }

    /**
     * A step, filled.
     *
     * @param wanted JSON of what it is to be; for {@code from: pre_capture}
     * @param difference JSON of {@code missing} and {@code extra}; for {@code from: difference}
     * @return {@link Filling.None} where it has nothing to do
     */
    public Filling fill(Step step, Map<String, Object> keyValues, Optional<String> wanted, String difference) {
        var sources = new Sources(new Captures(keyValues, List.of()), wanted, Optional.of(difference));
        var when = placeholders.get(step.when());
        return when != null && !sources.something(when) ? new Filling.None() : sources.fill(step.call(), placeholders);
    }
}
