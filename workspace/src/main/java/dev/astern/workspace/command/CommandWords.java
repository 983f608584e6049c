package dev.astern.workspace.command;

import java.util.List;
import java.util.regex.Pattern;

/** A command's line as the words that reach its program. */
public final class CommandWords {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./@%+,][A-Za-z0-9_./=:@%+,-]*( +[A-Za-z0-9_./=:@%+,-]+)*");

    private CommandWords() {}

    /** Plain words mean the same without a shell, and then the recovery library can say what they do. */
    public static List<String> of(String line) {
        var trimmed = line.strip();
        return PLAIN.matcher(trimmed).matches() && !trimmed.split(" ", 2)[0].contains("=")
                ? List.of(trimmed.split(" +"))
                : List.of("sh", "-c", line);
    }
}
