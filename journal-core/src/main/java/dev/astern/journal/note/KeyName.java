package dev.astern.journal.note;

/** A key's name, by convention a URL without its scheme. Spaces and plus signs separate it from what follows. */
final class KeyName {
    private static final int NEXT_LINE = 0x85;

    private KeyName() {}

    static boolean isValid(String name) {
        return !name.isEmpty()
                && NoteText.flaw(name + "\n").isEmpty()
                && name.codePoints().allMatch(KeyName::isPart);
    }

    static void check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a key's name is not valid: bug");
        }
    }

    /** Java asks two questions for what Unicode calls white space, and neither finds U+0085. */
    private static boolean isPart(int character) {
        return character != '+'
                && character != NEXT_LINE
                && !Character.isWhitespace(character)
                && !Character.isSpaceChar(character);
    }
}
