package dev.astern.connector.mcp;

import dev.astern.connector.Image;
import dev.astern.connector.resource.Expected;
import dev.astern.connector.resource.Ref;
import dev.astern.library.Match;
import dev.astern.library.entry.Resource;
import dev.astern.library.entry.Touch;
import dev.astern.library.model.Filling;
import dev.astern.library.model.JsonPath;
import dev.astern.library.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a call will change, from what its entry says. Nothing where the entry does not cover this very call: it is
 * then as if there were none.
 */
final class Touching {
    private static final int MOST = 1_000;
    private final Map<String, @Nullable Object> arguments;
    private final LinkedHashMap<Ref, Expected> expected = new LinkedHashMap<>();
    private final List<Expected> made = new ArrayList<>();
    private final Map<Ref, String> details = new HashMap<>();
    private @Nullable Touch named;

    private Touching(Map<String, @Nullable Object> arguments) {
        this.arguments = arguments;
    }

    /** What a call changes, and what is kept with it. */
    record Found(List<Expected> expected, Map<Ref, String> details, Optional<Touch> made) {
        static final Found NOTHING = new Found(List.of(), Map.of(), Optional.empty());
    }

    static Optional<Found> of(Match match, Things things, Map<String, @Nullable Object> arguments) {
        var touching = new Touching(arguments);
        var touches = match.entry().recovery().touches();
        boolean covered = touches.isEmpty()
                ? touching.plain(match, things)
                : touches.stream().allMatch(touching::touch) && touching.moves(touches);
        if (!covered) {
            return Optional.empty();
        }
        var all = new ArrayList<>(touching.expected.values());
        all.addAll(touching.made);
        return Optional.of(new Found(all, touching.details, Optional.ofNullable(touching.named)));
    }

    /** The call that reads names one thing; the action does something to it. */
    private boolean plain(Match match, Things things) {
        var resource = things.ofPlain(match.entry());
        if (resource.isEmpty() || !(match.preCapture() instanceof Filling.Filled)) {
            return false;
        }
        var key = new LinkedHashMap<String, @Nullable String>();
        for (var name : resource.get().key()) {
            var value = match.captures().values().get(name);
            if (value == null || value instanceof Map || value instanceof List) {
                return false;
            }
            key.put(name, ValueType.text(value));
        }
        var ref = new Ref(resource.get().name(), new Image(key));
        expected.put(ref, Expected.touch(ref));
        details.put(ref, new Kept(match.captures().values(), Optional.empty()).text());
        return true;
    }

    private boolean touch(Touch touch) {
        if (!touch.made().isEmpty()) {
            made.add(Expected.insert(touch.resource().name(), null, sets(touch, arguments)));
            named = touch;
            return true;
        }
        if (touch.each().isEmpty()) {
            return one(touch, arguments);
        }
        return touch.each().get().find(arguments).orElse("") instanceof List<?> list
                && list.size() <= MOST
                && list.stream().allMatch(element -> element != null && covered(touch, element) && one(touch, element));
    }

    /** Nobody can say what a member does that the entry does not name. */
    private static boolean covered(Touch touch, Object element) {
        if (!(element instanceof Map<?, ?> members)) {
            return true;
        }
        var named = java.util.stream.Stream.concat(touch.key().values().stream(), touch.sets().values().stream())
                .map(JsonPath::steps)
                .filter(steps -> !steps.isEmpty())
                .map(List::getFirst)
                .collect(Collectors.toSet());
        return members.keySet().stream()
                .allMatch(name -> named.contains(name) || touch.with().contains(name));
    }

    private boolean one(Touch touch, Object from) {
        var key = key(touch.resource(), touch.key(), from);
        if (key.isEmpty()) {
            return false;
        }
        var ref = new Ref(touch.resource().name(), key.get());
        var one = switch (touch.does()) {
            case INSERT, PUT, MOVE_TO -> Expected.insert(ref.resource(), ref.key(), sets(touch, from));
            case CHANGE -> Expected.update(ref, sets(touch, from));
            case DELETE, MOVE_FROM -> Expected.delete(ref);
        };
        // Named twice, only the server knows what comes of it.
        expected.merge(ref, one, (a, b) -> a.equals(b) ? a : Expected.touch(ref));
        return true;
    }

    static Optional<Image> key(Resource resource, Map<String, JsonPath> paths, Object from) {
        var key = new LinkedHashMap<String, @Nullable String>();
        for (var name : resource.key()) {
            var path = paths.get(name);
            var value = path == null ? null : path.find(from).orElse(null);
            var placeholder = resource.placeholders().get(name);
            if (value == null
                    || value instanceof Map
                    || value instanceof List
                    || (placeholder != null && !placeholder.admits(value))) {
                return Optional.empty();
            }
            key.put(name, ValueType.text(value));
        }
        return Optional.of(new Image(key));
    }

    private static Image sets(Touch touch, Object from) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        touch.sets().forEach((name, path) -> path.find(from).ifPresent(value -> fields.put(name, value)));
        return Pictures.image(fields, Pictures.unordered(touch.resource()));
    }

    /** Each end of a move has the other kept with it. */
    private boolean moves(List<Touch> touches) {
        var does = touches.stream().map(Touch::does).collect(Collectors.toSet());
        if (does.equals(Set.of(Touch.Does.MOVE_FROM, Touch.Does.MOVE_TO))) {
            var ends = List.copyOf(expected.keySet());
            if (ends.size() != 2) {
                return false;
            }
            details.put(
                    ends.getFirst(),
                    new Kept(Map.of(), Optional.of(ends.getLast().key())).text());
            details.put(
                    ends.getLast(),
                    new Kept(Map.of(), Optional.of(ends.getFirst().key())).text());
        }
        return true;
    }
}
