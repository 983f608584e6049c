package dev.astern.connector.mcp;

import dev.astern.connector.Hidden;

/** Makes a server's text fit for people and their terminals: what draws nothing, or more than itself, becomes its number. */
final class Shown {
    private Shown() {}

    /** Line breaks and tabs stay. */
    static String text(String text, int most) {
        var shown = new StringBuilder();
        var points = text.codePoints().iterator();
        while (points.hasNext() && shown.length() < most) {
            int c = points.nextInt();
            Hidden.append(shown, c);
        }
        return points.hasNext() ? shown.append('…').toString() : shown.toString();
    }

    /** The same on one line. */
    static String line(String text, int most) {
        return text(text.replaceAll("\\s+", " ").strip(), most);
    }

    /** Whether somebody who reads it sees all of it. */
    static boolean plain(String text) {
        return text.codePoints().noneMatch(c -> Hidden.is(c) || c == '\n' || c == '\t');
    }

    /** Whether it can be written and read back the same. */
    static boolean exact(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == '\uFFFD' || (Character.isSurrogate(c) && !pair)) {
                return false;
            }
            i += pair ? 1 : 0;
        }
        return true;
    }

    /** JSON in ASCII: the same value, and nothing in it that a terminal or an eye could be fooled by. */
    static String ascii(String json) {
        var shown = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                shown.append(String.format("\\u%04x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.toString();
    }
}
