package dev.astern.library.model;

/** Whether people and terminals see a text as it is. */
public final class Printable {
    private Printable() {}

    /** No control, formatting, bidirectional, separator, lone or unassigned characters; not empty. */
    public static boolean is(String text) {
        return !text.isEmpty() && text.codePoints().allMatch(Printable::shown);
    }

    private static boolean shown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
