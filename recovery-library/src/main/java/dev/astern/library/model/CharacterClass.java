package dev.astern.library.model;

import java.util.Optional;

/**
 * Characters that a value may hold, such as {@code a-z0-9-}: characters and ranges, a dash for itself at the end. Not a
 * regular expression, so nothing in it can run long.
 */
public record CharacterClass(String text) {
    public CharacterClass {
        if (!valid(text)) {
            throw new IllegalArgumentException("not a character class");
        }
    }

    public static Optional<CharacterClass> of(String text) {
        return valid(text) ? Optional.of(new CharacterClass(text)) : Optional.empty();
    }

    private static boolean valid(String text) {
        if (!Printable.is(text) || text.length() > 100) {
            return false;
        }
        for (int i = 1; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '-' && text.charAt(i - 1) >= text.charAt(i + 1)) {
                return false;
            }
        }
        return true;
    }

    public boolean admits(String value) {
        return value.chars().allMatch(this::has);
    }

    private boolean has(int c) {
        for (int i = 0; i < text.length(); i++) {
            boolean range = i + 2 < text.length() && text.charAt(i + 1) == '-';
            if (range ? text.charAt(i) <= c && c <= text.charAt(i + 2) : text.charAt(i) == c) {
                return true;
            }
            i += range ? 2 : 0;
        }
        return false;
    }
}
