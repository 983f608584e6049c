package dev.astern.library.pattern;

import dev.astern.library.model.Kind;
import java.util.List;

/** Reads patterns. */
public final class Patterns {
    private static final int LONGEST = 1_000;

    private Patterns() {}

    /**
     * One pattern of an entry.
     *
     * @param system of HTTP entries; empty for any
     * @param options options, parameters or arguments that may be there and change nothing
     * @param carried options that say where a command acts
     */
    public static Parsed read(Kind kind, String text, String system, List<String> options, List<String> carried) {
        if (text.length() > LONGEST) {
            return new Parsed.Bad(Parsed.Flaw.SYNTAX, "it is longer than " + LONGEST + " characters");
        }
        if (text.isBlank()) {
            return new Parsed.Bad(Parsed.Flaw.SYNTAX, "it is empty");
        }
        try {
            return new Parsed.Ok(
                    switch (kind) {
                        case COMMAND -> CommandPattern.read(text, options, carried);
                        case SQL -> SqlPattern.read(text);
                        case HTTP -> HttpPattern.read(text, system, options);
                        case MCP -> McpPattern.read(text, options);
                    });
        } catch (BadPattern e) {
            return e.bad();
        }
    }

    /** Whether a text is an option that a pattern could have. */
    public static boolean option(String text) {
        try {
            OptionPattern.read(text, new TokenReader(), false);
            return true;
        } catch (BadPattern e) {
            return false;
        }
    }
}
