package dev.astern.library.read;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant. */
final class Spelling {
    private Spelling() {}

    static String hint(String word, Collection<String> known) {
        return known.stream()
                .filter(k -> Math.abs(k.length() - word.length()) <= 2 && distance(word, k) <= 2)
                .min(Comparator.comparingInt(k -> distance(word, k)))
                .map(k -> "; did you mean " + k + "?")
                .orElse("");
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
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
