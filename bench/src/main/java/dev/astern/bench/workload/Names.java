package dev.astern.bench.workload;

import dev.astern.journal.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Gives each source name one that PostgreSQL can hold, and no two the same. */
final class Names {
    private static final int MAX_BYTES = 63;
    private static final int MAX_KEY = 600;
    private static final Set<String> TAKEN = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Set<String> used = new HashSet<>(TAKEN);

    String next(String source) {
        var wanted = Values.clean(source);
        var base = wanted.isEmpty() ? "_" : wanted;
        var name = cut(base, MAX_BYTES);
        for (int i = 2; !used.add(name); i++) {
            name = cut(base, MAX_BYTES - 8) + "_" + i;
        }
        return name;
    }

    /** A key that a B-tree can hold. */
    static String key(String source) {
        var key = Values.clean(source);
        return key.length() <= MAX_KEY
                ? key
                : key.substring(0, key.offsetByCodePoints(0, MAX_KEY / 4)) + '#' + Hashes.sha256(key);
    }

    private static String cut(String name, int bytes) {
        var cut = name;
        while (cut.getBytes(StandardCharsets.UTF_8).length > bytes) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
