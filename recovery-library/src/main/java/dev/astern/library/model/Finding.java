package dev.astern.library.model;

/**
 * Something about a file of entries.
 *
 * @param line from one
 * @param column from one
 * @param entry its id, or empty
 */
public record Finding(Code code, String source, int line, int column, String entry, String detail) {
    /** Whether the file can be used all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** Stable. */
    public enum Code {
        BAD_YAML(Severity.ERROR, "Correct the YAML."),
        UNKNOWN_KEY(Severity.ERROR, "Remove the key or correct its spelling."),
        DUPLICATE_KEY(Severity.ERROR, "Remove one of the two."),
        MISSING_FIELD(Severity.ERROR, "Add the field."),
        WRONG_TYPE(Severity.ERROR, "Give the field a value of its type."),
        BAD_PATTERN(Severity.ERROR, "Correct the pattern."),
        AMBIGUOUS_PATTERN(Severity.ERROR, "Put fixed text between wildcards, or split the word."),
        TOO_BROAD(Severity.ERROR, "Name what is asked for; only an irreversible entry may match all of a program."),
        BAD_TEMPLATE(Severity.ERROR, "Correct the line that is to be run."),
        NEEDS_SHELL(Severity.ERROR, "Write one program and its arguments."),
        INTERPRETER(Severity.ERROR, "Run the program itself; in code, a value could say anything."),
        NEVER_FILLED(Severity.ERROR, "Capture it in the pattern, or say in placeholders where it comes from."),
        NO_SOURCE(Severity.ERROR, "Say where the placeholder's value comes from, and see that it comes from there."),
        BAD_CHECK(Severity.ERROR, "Correct the condition."),
        CONTRADICTION(Severity.ERROR, "Decide which of the two is true."),
        DUPLICATE_ID(Severity.ERROR, "Give each entry an id of its own."),
        TIE(Severity.ERROR, "Make one of the two more specific: what they both match has no single answer."),
        TOO_LARGE(Severity.ERROR, "Split the file."),
        UNUSED_PLACEHOLDER(Severity.WARNING, "Remove it."),
        UNTYPED(Severity.WARNING, "Give the placeholder a type, so that odd values don't match."),
        UNANSWERED(Severity.WARNING, "Say it, rather than leave it to what is usual for the class.");

        private final Severity severity;
        private final String next;

        Code(Severity severity, String next) {
            this.severity = severity;
            this.next = next;
        }

        public Severity severity() {
            return severity;
        }

        /** What to do. */
        public String next() {
            return next;
        }
    }

    public boolean error() {
        return code.severity() == Severity.ERROR;
    }

    @Override
    public String toString() {
        return source + ":" + line + ":" + column + ": "
                + code.severity().name().toLowerCase(java.util.Locale.ROOT)
                + ": " + code.name().toLowerCase(java.util.Locale.ROOT) + ": "
                + (entry.isEmpty() ? "" : entry + ": ") + detail;
    }
}
