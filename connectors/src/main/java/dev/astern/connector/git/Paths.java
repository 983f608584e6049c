package dev.astern.connector.git;

import java.util.Locale;
import java.util.Set;

/** Which paths agents may name. What git itself reads and obeys is not among them. */
final class Paths {
    private static final int MAX = 1_000;
    private static final Set<String> GIT_S = Set.of(".gitmodules", ".gitattributes");

    private Paths() {}

    static boolean good(String path) {
        if (path.isEmpty() || path.length() > MAX || path.contains("\\") || path.contains(":")) {
            return false;
        }
        boolean plain = path.codePoints()
                .noneMatch(c -> Character.getType(c) == Character.CONTROL
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE);
        for (var segment : path.split("/", -1)) {
            plain &= segment(segment);
        }
        return plain;
    }

    private static boolean segment(String segment) {
        var bare = segment.toLowerCase(Locale.ROOT).replaceAll("[ .]+$", "");
        return !bare.isEmpty() && !bare.equals(".git") && !bare.startsWith("git~") && !GIT_S.contains(bare);
    }
}
