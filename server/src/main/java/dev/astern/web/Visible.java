package dev.astern.web;

import dev.astern.connector.Hidden;

/**
 * Makes text from outside fit to be judged by eye: what is invisible, turns the direction or only looks like a space is
 * shown as its code point. The page's templates escape what is markup.
 */
final class Visible {
    private Visible() {}

    /** Line breaks and tabs stay. */
    static String text(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> Hidden.append(shown, c));
        return shown.toString();
    }

    /** JSON text to be edited: what is hidden can only be in its strings, where an escape means the same. */
    static String json(String json) {
        var shown = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (Hidden.is(c)) {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
