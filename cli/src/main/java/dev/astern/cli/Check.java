package dev.astern.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/**
 * One thing that was looked at.
 *
 * @param about the server, the journal, stops, or a target by its name
 * @param next how to mend it, or empty
 */
record Check(String about, Verdict verdict, String detail, String next) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ABOUT = 12;

    /** How it is. */
    enum Verdict {
        /** As it should be. */
        OK,
        /** It works, and somebody should know. */
        NOTE,
        /** Something does not work until it is mended. */
        MEND;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Check ok(String about, String detail) {
        return new Check(about, Verdict.OK, detail, "");
    }

    /** Neither what is wrong nor what to do is ever cut. */
    List<String> lines() {
        var name = Table.printable(about);
        var lines = new ArrayList<String>();
        lines.add("%-4s  %s%s  %s"
                .formatted(
                        verdict == Verdict.MEND ? "MEND" : verdict.code(),
                        name,
                        " ".repeat(Math.max(0, ABOUT - name.length())),
                        Table.clean(detail)));
        if (!next.isEmpty()) {
            lines.add(" ".repeat(ABOUT + 8) + Table.clean(next));
        }
        return lines;
    }

    /** An array, in the order in which things were looked at. */
    static String json(List<Check> checks) {
        var all = MAPPER.createArrayNode();
        checks.forEach(check -> all.addObject()
                .put("about", check.about)
                .put("verdict", check.verdict.code())
                .put("detail", check.detail)
                .put("next", check.next));
        return all.toPrettyString();
    }
}
