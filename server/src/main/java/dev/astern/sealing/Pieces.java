package dev.astern.sealing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts what is too long for one disclosure. */
final class Pieces {
    /** In UTF-16 code units; at most three bytes each, and four characters of base64 for three bytes. */
    static final int MAX = 2_000_000;

    private Pieces() {}

    /** About how long a value is as JSON; never less than the text in it. */
    static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> list.stream().mapToLong(Pieces::length).sum() + list.size();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .mapToLong(e -> length(e.getKey()) + length(e.getValue()) + 4)
                        .sum();
            case null, default -> Long.BYTES;
        };
    }

    static List<String> of(String text) {
        var pieces = new ArrayList<String>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(from + MAX, text.length());
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
