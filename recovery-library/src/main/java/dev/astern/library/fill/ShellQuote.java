package dev.astern.library.fill;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Quotes words so that a POSIX shell reads exactly them. */
public final class ShellQuote {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

    private ShellQuote() {}

    /** The first word may hold no = outside quotes, or it would be an assignment; a quoted one never is. */
    public static String line(List<String> argv) {
        return IntStream.range(0, argv.size())
                .mapToObj(i -> word(argv.get(i), i == 0))
                .collect(Collectors.joining(" "));
    }

    private static String word(String word, boolean first) {
        return PLAIN.matcher(word).matches() && !(first && assignment(word))
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    private static boolean assignment(String word) {
        return word.matches("[A-Za-z_][A-Za-z0-9_]*=.*");
    }
}
