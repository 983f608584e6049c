package dev.astern.library.model;

/**
 * Why a template can't be filled in.
 *
 * @param placeholder which
 * @param detail for people; never holds the refused value, which may be hostile or secret
 */
public record FillProblem(Code code, String placeholder, String detail) {
    /** Stable. */
    public enum Code {
        /** The command doesn't say it. */
        NOT_IN_COMMAND("Name it in the command."),
        /** The pre-capture's or the action's output has nothing there. */
        NOT_IN_OUTPUT("Capture again, or correct the entry's path."),
        OUTPUT_NOT_JSON("Correct the entry: its path needs JSON, and the output is none."),
        WRONG_TYPE("The value is not of the entry's type; look at it before going on by hand."),
        /** Control, bidirectional or invisible characters, or none at all. */
        UNPRINTABLE("The value holds characters that can't be shown; look at it before going on by hand."),
        /** It would become an option of the program. */
        LOOKS_LIKE_AN_OPTION("The value begins with a dash where a program would take it for an option."),
        TOO_LONG("The value is longer than any such value should be.");

        private final String next;

        Code(String next) {
            this.next = next;
        }

        /** What to do next. */
        public String next() {
            return next;
        }
    }
}
