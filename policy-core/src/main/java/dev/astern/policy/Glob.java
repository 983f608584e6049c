package dev.astern.policy;

/**
 * A text to compare with, in which {@code *} stands for any characters, also none. Nothing else is special, and case
 * counts.
 */
public record Glob(String pattern) {
    public boolean literal() {
        return pattern.indexOf('*') < 0;
    }

    /** Whether it matches every text. */
    public boolean everything() {
        return !pattern.isEmpty() && pattern.chars().allMatch(c -> c == '*');
    }

    public boolean matches(String text) {
        return literal() ? pattern.equals(text) : matches(pattern, text);
    }

    /** Goes back to the last star only, so that time is at most the product of the lengths. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether it matches every text that the other matches. May say no where the answer is yes, never the reverse. */
    public boolean covers(Glob other) {
        return everything() || pattern.equals(other.pattern) || (other.literal() && matches(other.pattern));
    }
}
