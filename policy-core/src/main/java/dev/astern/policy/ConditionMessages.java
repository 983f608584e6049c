package dev.astern.policy;

import java.util.regex.Pattern;

/** Says in a policy's own words what the CEL compiler says about its declarations. */
final class ConditionMessages {
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern DOTTED = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*", Pattern.DOTALL);
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '(.*)'", Pattern.DOTALL);
    private static final Pattern EXPECTING = Pattern.compile(" expecting \\{.*}", Pattern.DOTALL);

    private ConditionMessages() {}

    static String plain(String text, int line, int column, String message) {
        var undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            var name = dottedAt(text, line, column);
            return name.startsWith(undeclared.group(1))
                    ? "there is no " + name + Nearest.hint(name, Variable.BY_NAME.keySet())
                    : "there is no " + undeclared.group(1);
        }
        var overload = OVERLOAD.matcher(CANDIDATES.matcher(message).replaceFirst(""));
        if (overload.matches()) {
            return operator(overload.group(1)) + " can't be used with " + overload.group(2);
        }
        return EXPECTING.matcher(message).replaceFirst("");
    }

    private static String operator(String function) {
        return function.replaceAll("^_(.*)_$", "$1").replace("_", " ").strip();
    }

    private static String dottedAt(String text, int line, int column) {
        var lines = text.split("\n", -1);
        if (line > lines.length) {
            return "";
        }
        var codePoints = lines[line - 1].codePoints().skip(column).toArray();
        var name = DOTTED.matcher(new String(codePoints, 0, codePoints.length));
        return name.lookingAt() ? name.group() : "";
    }
}
