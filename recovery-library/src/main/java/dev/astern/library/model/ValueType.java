package dev.astern.library.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a placeholder's value may be. Every type but {@link #JSON} is one line of printable characters. */
public enum ValueType {
    /** Any printable text. */
    TEXT(".+"),
    /** Letters, digits, {@code . _ -}, beginning with a letter or digit. */
    NAME("[A-Za-z0-9][A-Za-z0-9._-]*+"),
    /** A whole number. */
    INTEGER("-?(?:0|[1-9][0-9]{0,30})"),
    /** A decimal number. */
    NUMBER("-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?"),
    BOOLEAN("true|false"),
    /** A path of files. */
    PATH(".+"),
    /** A branch, tag or remote of git: no refspec, no range, no option. */
    REF("(?!.*(?:\\.\\.|//|/\\.|\\.lock(?:/|$)|[./]$))[A-Za-z0-9_][A-Za-z0-9._/-]*+"),
    /** A git object's name in full. */
    SHA("[0-9a-f]{40}(?:[0-9a-f]{24})?"),
    /** A file's mode, in octal digits. */
    MODE("[0-7]{3,4}"),
    /** A SQL name, its schema before it if need be; quoted where it is filled in. */
    IDENTIFIER("[^.]+(?:\\.[^.]+){0,2}"),
    /** Any JSON value; only where JSON is filled in. */
    JSON(".*");

    /** Longer than anything that identifies one thing. */
    public static final int LONGEST = 4_096;

    private static final int MOST_DIGITS = 100;

    private final Pattern shape;

    ValueType(String shape) {
        this.shape = Pattern.compile(shape);
    }

    /** Whether a value, as text, is of this type. The patterns don't backtrack: lookups and possessive repeats. */
    public boolean admits(String text) {
        return text.length() <= LONGEST && shape.matcher(text).matches();
    }

    /** Whether a JSON value may stand for this type at all; its text is looked at afterwards. */
    public boolean takes(Object value) {
        return switch (this) {
            case JSON -> true;
            case INTEGER ->
                value instanceof Integer
                        || value instanceof Long
                        || value instanceof BigInteger
                        || value instanceof String;
            case NUMBER -> value instanceof Number || value instanceof String;
            case BOOLEAN -> value instanceof Boolean || value instanceof String;
            case TEXT, NAME, PATH, REF, SHA, MODE, IDENTIFIER -> value instanceof String;
        };
    }

    /** The text of a scalar. A number written with a huge exponent stays written so, and is no number of ours. */
    public static String text(Object scalar) {
        return switch (scalar) {
            case BigDecimal number ->
                Math.abs((long) number.scale()) > MOST_DIGITS ? number.toString() : number.toPlainString();
            case Map<?, ?> _, List<?> _ -> throw new IllegalArgumentException("bug: no scalar");
            default -> String.valueOf(scalar);
        };
    }

    /** The value that belongs into JSON: a number is a number there. */
    public Object json(Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (this) {
            case INTEGER -> new BigInteger(text);
            case NUMBER -> new BigDecimal(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TEXT, NAME, PATH, REF, SHA, MODE, IDENTIFIER, JSON -> text;
        };
    }
}
