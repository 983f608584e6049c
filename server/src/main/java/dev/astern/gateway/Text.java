package dev.astern.gateway;

import java.util.List;
import java.util.Map;

/** Agents' text, made fit to be kept. */
final class Text {
    private Text() {}

    /** Whether every piece of text in a JSON-like value can be written and read back the same. */
    static boolean wellFormed(Object value) {
        return switch (value) {
            case String text -> wellFormed(text);
            case List<?> list -> list.stream().allMatch(Text::wellFormedOrNull);
            case Map<?, ?> map ->
                map.entrySet().stream().allMatch(e -> wellFormed(e.getKey()) && wellFormedOrNull(e.getValue()));
            default -> true;
        };
    }

    static String bounded(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "…";
    }

    private static boolean wellFormedOrNull(@org.jspecify.annotations.Nullable Object value) {
        return value == null || wellFormed(value);
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
