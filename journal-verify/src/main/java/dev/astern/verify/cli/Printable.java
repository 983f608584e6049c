package dev.astern.verify.cli;

/** Text for a terminal, which must not be told what to do by what is verified. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        var printable = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (isPlain(character)) {
                printable.appendCodePoint(character);
            } else {
                printable.append("\\u{").append(Integer.toHexString(character)).append('}');
            }
        });
        return printable.toString();
    }

    /** No control characters, none that turn the direction of writing, nothing that can't be seen. */
    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
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
}
