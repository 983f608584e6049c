package dev.astern.describe;

import java.util.Locale;
import java.util.regex.Pattern;

/** Foreign words, made fit for a description that a reader and a terminal take as it is meant. */
final class Words {
    private static final int LONGEST = 200;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern PATH = Pattern.compile("[A-Z]+ [A-Za-z0-9/_.~{}-]*");
    private static final int NAME = 50;

    private Words() {}

    /** For a comment: bounded, on one line, nothing that a terminal acts on. */
    static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> shown.appendCodePoint(printable(c) ? c : ' '));
        return shown.toString().strip() + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
    }

    static boolean printable(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.codePoints().allMatch(Words::printable);
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** As a YAML value. */
    static String value(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A method and a path, as YAML takes it for one text. */
    static String request(String method, String path) {
        var text = method + " " + path;
        return PATH.matcher(text).matches() ? text : "\"" + text + "\"";
    }

    /** As the name of a resource or system: {@code [a-z][a-z0-9_]{0,49}}. */
    static String name(String text, String otherwise) {
        var name = text.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^[0-9_]+|_+$", "");
        var bounded = name.substring(0, Math.min(NAME, name.length()));
        return bounded.isEmpty() ? otherwise : bounded;
    }

    /** To compare names that are spelled in different ways. */
    static String alike(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
