package dev.astern.connector;

/** Characters that somebody who reads a text does not see, or not as they are. */
public final class Hidden {
    /** First and last of each range that draws nothing, whatever its category says. */
    private static final int[][] BLANK = {
        {0x034F, 0x034F},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x2800, 0x2800},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFFA0, 0xFFA0},
        {0xE0100, 0xE01EF}
    };

    private Hidden() {}

    /** What is invisible, turns the direction or only looks like a space; not line breaks and tabs. */
    public static boolean is(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.SPACE_SEPARATOR -> c != ' ';
            case Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> blank(c);
        };
    }

    /** The same with a character's number in its place, where it is hidden. */
    public static void append(StringBuilder shown, int c) {
        if (is(c)) {
            shown.append(String.format("⟨U+%04X⟩", c));
        } else {
            shown.appendCodePoint(c);
        }
    }

    private static boolean blank(int c) {
        for (var range : BLANK) {
            if (range[0] <= c && c <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
