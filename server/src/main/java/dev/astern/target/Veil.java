package dev.astern.target;

import dev.astern.connector.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a target's secrets out of all that its connector says, whatever kind of record that is: a system that was shown a
 * secret may repeat it in an error, in data, in a name. What holds none passes as it is.
 */
final class Veil {
    private final UnaryOperator<String> hide;

    Veil(UnaryOperator<String> hide) {
        this.hide = hide;
    }

    /** The answer of a connector, or its refusal, without secrets. */
    <T> T over(Supplier<T> asked) {
        try {
            return over(asked.get());
        } catch (ProblemException e) {
            throw over(e.problem()).toException();
        } catch (RuntimeException e) {
            throw without(e);
        }
    }

    @SuppressWarnings("unchecked")
    <T> T over(T value) {
        return (T) Objects.requireNonNull(any(value));
    }

    /** A bug's words may hold one, too; the stack says where it is all the same. */
    private RuntimeException without(RuntimeException bug) {
        for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
            var said = String.valueOf(cause.getMessage());
            if (!hide.apply(said).equals(said)) {
                var other = new IllegalStateException(
                        bug.getClass().getSimpleName() + ": " + hide.apply(String.valueOf(bug.getMessage())));
                other.setStackTrace(bug.getStackTrace());
                return other;
            }
        }
        return bug;
    }

    private @Nullable Object any(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> hide.apply(text);
            case Record whole -> whole(whole);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Optional<?> optional -> optional.map(this::any);
            default -> value;
        };
    }

    private List<?> list(List<?> list) {
        List<@Nullable Object> hidden = new ArrayList<>(list.size());
        boolean moved = false;
        for (var one : list) {
            var other = any(one);
            moved |= !Objects.equals(other, one);
            hidden.add(other);
        }
        return moved ? Collections.unmodifiableList(hidden) : list;
    }

    private Map<?, ?> map(Map<?, ?> map) {
        Map<@Nullable Object, @Nullable Object> hidden = new LinkedHashMap<>();
        boolean moved = false;
        for (var entry : map.entrySet()) {
            var key = any(entry.getKey());
            var value = any(entry.getValue());
            moved |= !Objects.equals(key, entry.getKey()) || !Objects.equals(value, entry.getValue());
            hidden.put(key, value);
        }
        return moved ? Collections.unmodifiableMap(hidden) : map;
    }

    private Record whole(Record whole) {
        var components = whole.getClass().getRecordComponents();
        var values = new @Nullable Object[components.length];
        boolean moved = false;
        try {
            for (int i = 0; i < components.length; i++) {
                var accessor = components[i].getAccessor();
                accessor.trySetAccessible();
                var was = accessor.invoke(whole);
                values[i] = any(was);
                moved |= !Objects.equals(values[i], was);
            }
            return moved ? made(whole, components, values) : whole;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record can't be read: " + whole.getClass() + ": bug", e);
        }
    }

    private static Record made(Record like, RecordComponent[] components, @Nullable Object[] values)
            throws NoSuchMethodException, InstantiationException, IllegalAccessException, InvocationTargetException {
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = like.getClass().getDeclaredConstructor(types);
        constructor.trySetAccessible();
        return constructor.newInstance(values);
    }
}
