package dev.astern.library.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One word of a pattern: fixed text, {@code (one|another)}, {@code *}, {@code {name}}. A wildcard takes one character or
 * more, up to the first place where the fixed text after it stands; so matching never goes back over what it has read.
 */
record TokenPattern(List<Part> parts) {
    private static final int WILDCARDS = 3;

    sealed interface Part {
        record Literal(String text) implements Part {}

        /** @param key empty when what was chosen is not captured */
        record Choice(List<String> texts, String key) implements Part {}

        /** @param key a name, or a star and a number for one without */
        record Wildcard(String key) implements Part {}
    }

    TokenPattern {
        parts = List.copyOf(parts);
        for (int i = 0; i + 1 < parts.size(); i++) {
            if (parts.get(i) instanceof Part.Wildcard && !(parts.get(i + 1) instanceof Part.Literal)) {
                throw new BadPattern(
                        Parsed.Flaw.AMBIGUOUS, "fixed text must stand between a wildcard and what follows it");
            }
        }
        if (parts.stream().filter(Part.Wildcard.class::isInstance).count() > WILDCARDS) {
            throw new BadPattern(Parsed.Flaw.AMBIGUOUS, "more than " + WILDCARDS + " wildcards in one word");
        }
    }

    static TokenPattern literal(String text) {
        return new TokenPattern(List.of(new Part.Literal(text)));
    }

    /** What the wildcards took. */
    Optional<Map<String, String>> match(String token) {
        var taken = new HashMap<String, String>();
        return matches(0, token, 0, taken) ? Optional.of(taken) : Optional.empty();
    }

    private boolean matches(int part, String token, int at, Map<String, String> taken) {
        if (part == parts.size()) {
            return at == token.length();
        }
        return switch (parts.get(part)) {
            case Part.Literal l ->
                token.startsWith(l.text(), at)
                        && matches(part + 1, token, at + l.text().length(), taken);
            case Part.Choice c ->
                c.texts().stream()
                        .filter(text -> token.startsWith(text, at))
                        .anyMatch(text -> chosen(c, text, part, token, at, taken));
            case Part.Wildcard w -> {
                int end = end(part, token, at);
                if (end <= at) {
                    yield false;
                }
                taken.put(w.key(), token.substring(at, end));
                yield matches(part + 1, token, end, taken);
            }
        };
    }

    private boolean chosen(Part.Choice choice, String text, int part, String token, int at, Map<String, String> taken) {
        if (!choice.key().isEmpty()) {
            taken.put(choice.key(), text);
        }
        return matches(part + 1, token, at + text.length(), taken);
    }

    private int end(int part, String token, int at) {
        if (part == parts.size() - 1) {
            return token.length();
        }
        var next = ((Part.Literal) parts.get(part + 1)).text();
        if (part == parts.size() - 2) {
            return token.endsWith(next) ? token.length() - next.length() : -1;
        }
        return at + 1 > token.length() ? -1 : token.indexOf(next, at + 1);
    }

    Stream<String> keys() {
        return parts.stream()
                .map(part -> switch (part) {
                    case Part.Wildcard w -> w.key();
                    case Part.Choice c -> c.key();
                    case Part.Literal _ -> "";
                })
                .filter(key -> !key.isEmpty());
    }

    private boolean open() {
        return parts.stream().anyMatch(Part.Wildcard.class::isInstance);
    }

    TokenPattern named(Map<String, String> names) {
        var named = new ArrayList<Part>();
        for (var part : parts) {
            named.add(part instanceof Part.Wildcard w ? new Part.Wildcard(names.getOrDefault(w.key(), w.key())) : part);
        }
        return new TokenPattern(named);
    }

    /** Nothing but a wildcard. */
    boolean anything() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Wildcard;
    }

    /** The text, where only one fits. */
    Optional<String> fixed() {
        return parts.size() == 1 && parts.getFirst() instanceof Part.Literal l
                ? Optional.of(l.text())
                : Optional.empty();
    }

    int literals() {
        return parts.stream()
                .mapToInt(part -> switch (part) {
                    case Part.Literal l -> l.text().length();
                    case Part.Choice c ->
                        c.texts().stream().mapToInt(String::length).min().orElse(0);
                    case Part.Wildcard _ -> 0;
                })
                .sum();
    }

    /** Whether some text could match both; certain where one of them has no wildcard. */
    boolean meets(TokenPattern other) {
        var mine = texts();
        if (mine.isPresent()) {
            return mine.get().stream().anyMatch(text -> other.match(text).isPresent());
        }
        var theirs = other.texts();
        if (theirs.isPresent()) {
            return theirs.get().stream().anyMatch(text -> match(text).isPresent());
        }
        return compatible(prefix(), other.prefix(), true) && compatible(suffix(), other.suffix(), false);
    }

    /** All texts that match, where they can be counted out. */
    private Optional<List<String>> texts() {
        if (open()) {
            return Optional.empty();
        }
        var texts = List.of("");
        for (var part : parts) {
            var ends = part instanceof Part.Choice c ? c.texts() : List.of(((Part.Literal) part).text());
            texts = texts.stream()
                    .flatMap(start -> ends.stream().map(start::concat))
                    .limit(1_000)
                    .toList();
        }
        return Optional.of(texts);
    }

    private String prefix() {
        return parts.getFirst() instanceof Part.Literal l ? l.text() : "";
    }

    private String suffix() {
        return parts.getLast() instanceof Part.Literal l ? l.text() : "";
    }

    private static boolean compatible(String a, String b, boolean start) {
        var longer =
                Stream.of(a, b).max(Comparator.comparingInt(String::length)).orElseThrow();
        var shorter = longer.equals(a) ? b : a;
        return start ? longer.startsWith(shorter) : longer.endsWith(shorter);
    }
}
