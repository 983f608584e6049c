package dev.astern.connector.observed;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Command lines of a shell, as far as they can be understood without one. */
final class Commands {
    /** Words in which a shell finds nothing to expand, to redirect or to run besides. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./@%+,][A-Za-z0-9_./=:@%+,-]*( +[A-Za-z0-9_./=:@%+,-]+)*");

    /** Programs of which no option and no operand writes anything or starts anything. */
    private static final Set<String> READING = Set.of(
            "basename",
            "cat",
            "cut",
            "df",
            "dirname",
            "du",
            "echo",
            "grep",
            "head",
            "id",
            "ls",
            "nl",
            "pwd",
            "readlink",
            "realpath",
            "stat",
            "tail",
            "uname",
            "wc",
            "whoami");

    private Commands() {}

    /** The words of a command; {@code sh -c} and the line where it is more than plain words. */
    static List<String> words(String line) {
        var trimmed = line.strip();
        return PLAIN.matcher(trimmed).matches() && !trimmed.split(" ", 2)[0].contains("=")
                ? List.of(trimmed.split(" +"))
                : List.of("sh", "-c", line);
    }

    static boolean onlyReads(List<String> words) {
        return READING.contains(words.getFirst());
    }
}
