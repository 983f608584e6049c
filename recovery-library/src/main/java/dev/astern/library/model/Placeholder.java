package dev.astern.library.model;

import java.util.Optional;

/**
 * Where a placeholder's value comes from, and what it may be.
 *
 * @param path into JSON; none for the whole of a text output, or for a capture
 * @param word of one line of text, counted from one; 0 for all of it
 * @param allowed narrows the type
 * @param counts whether it goes up with each change, so that it shows one and never comes back
 */
public record Placeholder(
        String name,
        From from,
        Optional<JsonPath> path,
        int word,
        ValueType type,
        Optional<CharacterClass> allowed,
        boolean counts) {
    /** Sources, in the order in which they are known. */
    public enum From {
        /** A capture of the entry's pattern. */
        PATTERN,
        /** What the pre-capture printed or answered, before the action. */
        PRE_CAPTURE,
        /** What the action itself printed or answered. */
        OUTPUT,
        /** What a resource lacks, and what it has too much, when it is put back. */
        DIFFERENCE
    }

    /** A capture that nobody described: any printable text. */
    public static Placeholder capture(String name) {
        return new Placeholder(name, From.PATTERN, Optional.empty(), 0, ValueType.TEXT, Optional.empty(), false);
    }

    /** Whether a captured value is what it should be; one that is not keeps the whole pattern from matching. */
    public boolean admits(Object value) {
        return check(value).isEmpty();
    }

    /** What is wrong with a value. */
    public Optional<FillProblem> check(Object value) {
        if (type == ValueType.JSON) {
            return Optional.empty();
        }
        if (!type.takes(value)) {
            return problem(FillProblem.Code.WRONG_TYPE, "is not of type " + label());
        }
        var text = ValueType.text(value);
        if (text.length() > ValueType.LONGEST) {
            return problem(FillProblem.Code.TOO_LONG, "has " + text.length() + " characters");
        }
        if (!Printable.is(text)) {
            return problem(
                    FillProblem.Code.UNPRINTABLE,
                    text.isEmpty() ? "is empty" : "holds control or invisible characters");
        }
        return type.admits(text) && allowed.stream().allMatch(a -> a.admits(text))
                ? Optional.empty()
                : problem(FillProblem.Code.WRONG_TYPE, "is not of type " + label());
    }

    private String label() {
        return type.name().toLowerCase(java.util.Locale.ROOT)
                + allowed.map(a -> " [" + a.text() + "]").orElse("");
    }

    private Optional<FillProblem> problem(FillProblem.Code code, String detail) {
        return Optional.of(new FillProblem(code, name, "{" + name + "} " + detail));
    }
}
