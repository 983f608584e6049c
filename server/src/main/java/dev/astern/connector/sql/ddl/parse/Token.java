package dev.astern.connector.sql.ddl.parse;

/**
 * @param text a word in lower case, a quoted name or a string without its quotes, anything else as written
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        OPERATOR,
        SYMBOL,
        END
    }

    boolean is(Kind other, String value) {
        return kind == other && text.equals(value);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
}
