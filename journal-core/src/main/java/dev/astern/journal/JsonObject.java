package dev.astern.journal;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the parser makes of an object: its members in canonical order, which nobody can change. Canonical order is what
 * makes looking one up fast without hashing any name.
 */
public final class JsonObject extends AbstractMap<String, @Nullable Object> {
    private final String[] names;
    private final @Nullable Object[] values;

    /** @param names sorted, none of them twice; neither array may be changed afterwards */
    JsonObject(String[] names, @Nullable Object[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * An object of these members.
     *
     * @param names sorted by their UTF-16 code units, none of them twice
     * @param values one for each
     */
    public static JsonObject ofSorted(List<String> names, @Nullable Object... values) {
        if (names.size() != values.length) {
            throw new IllegalArgumentException(names.size() + " names of " + values.length + " values: bug");
        }
        return checked(names.toArray(new String[0]), values.clone());
    }

    private static JsonObject checked(String[] names, @Nullable Object[] values) {
        for (int i = 1; i < names.length; i++) {
            if (names[i - 1].compareTo(names[i]) >= 0) {
                throw new IllegalArgumentException("names that are not sorted, or come up twice: bug");
            }
        }
        return new JsonObject(names, values);
    }

    /** The name of a member by its place in canonical order. */
    public String nameAt(int place) {
        return names[place];
    }

    /** The value of a member by its place in canonical order. */
    public @Nullable Object valueAt(int place) {
        return values[place];
    }

    /**
     * The other members.
     *
     * @param unwanted sorted by their UTF-16 code units
     */
    public JsonObject without(List<String> unwanted) {
        var someNames = new String[names.length];
        var someValues = new @Nullable Object[names.length];
        int count = 0;
        int next = 0;
        for (int i = 0; i < names.length; i++) {
            while (next < unwanted.size() && unwanted.get(next).compareTo(names[i]) < 0) {
                next++;
            }
            if (next == unwanted.size() || !unwanted.get(next).equals(names[i])) {
                someNames[count] = names[i];
                someValues[count++] = values[i];
            }
        }
        return new JsonObject(Arrays.copyOf(someNames, count), Arrays.copyOf(someValues, count));
    }

    /** With other values in the places of these; the same object where each value stays the one it is. */
    public JsonObject mapped(UnaryOperator<@Nullable Object> change) {
        @Nullable Object[] changed = values;
        for (int i = 0; i < values.length; i++) {
            var value = change.apply(values[i]);
            if (!isSame(value, values[i])) {
                changed = isSame(changed, values) ? values.clone() : changed;
                changed[i] = value;
            }
        }
        return isSame(changed, values) ? this : new JsonObject(names, changed);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        return one == other;
    }

    /** With more members, in any order; none of them may be there already. */
    public JsonObject with(List<Map.Entry<String, @Nullable Object>> more) {
        var all = new ArrayList<Map.Entry<String, @Nullable Object>>(names.length + more.size());
        all.addAll(entrySet());
        all.addAll(more);
        return of(all);
    }

    /** Members in any order, none of them twice. */
    public static JsonObject of(List<Map.Entry<String, @Nullable Object>> members) {
        // Sorting is fast where most of it is sorted already.
        var sorted = new ArrayList<>(members);
        sorted.sort(Map.Entry.comparingByKey());
        var names = new String[sorted.size()];
        var values = new @Nullable Object[sorted.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = sorted.get(i).getKey();
            values[i] = sorted.get(i).getValue();
        }
        return checked(names, values);
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int at = indexOf(name);
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(@Nullable Object name) {
        return name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
        for (int i = 0; i < names.length; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Collection<@Nullable Object> values() {
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
                return new Members();
            }
        };
    }

    private final class Members implements Iterator<Map.Entry<String, @Nullable Object>> {
        private int at;

        @Override
        public boolean hasNext() {
            return at < names.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
            if (at == names.length) {
                throw new NoSuchElementException();
            }
            return new AbstractMap.SimpleImmutableEntry<>(names[at], values[at++]);
        }
    }
}
