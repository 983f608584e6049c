package dev.astern.connector.sql.statement;

/**
 * One token outside comments.
 *
 * @param kind what it is
 * @param text a word in upper case, a quoted name without its quotes, a literal as it stands, or a symbol
 * @param start where it begins in the statement
 */
record Token(Kind kind, String text, int start) {
    enum Kind {
        WORD,
        QUOTED,
        LITERAL,
        NUMBER,
        SYMBOL
    }

    boolean word(String expected) {
        return kind == Kind.WORD && text.equals(expected);
    }

    boolean symbol(String expected) {
        return kind == Kind.SYMBOL && text.equals(expected);
    }
}
