package dev.astern.policy;

import java.util.Collection;
import java.util.Optional;

/** What somebody may have meant by a misspelt word. */
final class Nearest {
    private static final int WORD_MAX = 60;

    private Nearest() {}

    static Optional<String> to(String word, Collection<String> known) {
        String best = null;
        int least = Math.max(2, word.length() / 3) + 1;
        if (word.isEmpty() || word.length() > WORD_MAX) {
            return Optional.empty();
        }
        for (var candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least || (distance == least && best != null && candidate.compareTo(best) < 0)) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Appended to a message. */
    static String hint(String word, Collection<String> known) {
        return to(word, known).map(meant -> "; did you mean " + meant + "?").orElse("");
    }

    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
