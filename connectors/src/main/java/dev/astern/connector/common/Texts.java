package dev.astern.connector.common;

import dev.astern.connector.Problem;
import dev.astern.connector.ProblemException;
import dev.astern.connector.Reason;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Foreign text on its way to people. */
public final class Texts {
    /** Sorted, so that equal values are equal texts. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX = 500;

    private Texts() {}

    /** Without what a terminal would obey or hide, and not endless. */
    public static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(MAX).forEach(c -> shown.appendCodePoint(visible(c) ? c : ' '));
        return shown.toString().strip() + (text.codePointCount(0, text.length()) > MAX ? "…" : "");
    }

    /** Whether somebody who looks at the character sees that it is there. */
    public static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    public static ProblemException bad(String detail) {
        return Problem.of(Reason.BAD_REQUEST, detail).toException();
    }
}
