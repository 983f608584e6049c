package dev.astern.storage.postgres;

import dev.astern.model.Page;
import java.util.List;
import java.util.function.Function;

/** Pages by the last key seen; one row more than asked for tells whether there is a next page. */
final class Cursor {
    static final int MAX_LIMIT = 1_000;

    private Cursor() {}

    static int fetch(int limit) {
        return Math.clamp(limit, 1, MAX_LIMIT) + 1;
    }

    static <T> Page<T> page(List<T> fetched, int limit, Function<T, String> key) {
        int size = fetch(limit) - 1;
        if (fetched.size() <= size) {
            return new Page<>(fetched, null);
        }
        var items = fetched.subList(0, size);
        return new Page<>(items, key.apply(items.getLast()));
    }
}
