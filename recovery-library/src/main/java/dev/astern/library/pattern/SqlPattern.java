package dev.astern.library.pattern;

import dev.astern.library.model.Captures;
import dev.astern.library.model.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A shape of statements: {@code DELETE FROM {table} WITHOUT WHERE}, {@code ALTER TABLE * WITH DROP COLUMN}.
 *
 * @param verb as the connector says it, in lower case
 * @param table of any of the tables
 * @param with words that must stand in it
 * @param without words that must not
 */
record SqlPattern(String text, String verb, TokenPattern table, List<List<String>> with, List<List<String>> without)
        implements Pattern {
    private static final Set<String> BETWEEN = Set.of("FROM", "INTO");

    SqlPattern {
        with = List.copyOf(with);
        without = List.copyOf(without);
    }

    static SqlPattern read(String text) {
        var words = List.of(text.strip().split("\\s+"));
        int at = 0;
        while (at < words.size() && words.get(at).matches("[A-Z]+")) {
            at++;
        }
        var verb = words.subList(0, at).stream()
                .filter(word -> !BETWEEN.contains(word))
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
        if (verb.isEmpty() || at == words.size()) {
            throw BadPattern.syntax("write a verb in capitals and then a table, or * for any: DELETE FROM *");
        }
        var table = new TokenReader().read(words.get(at));
        var with = new ArrayList<List<String>>();
        var without = new ArrayList<List<String>>();
        clauses(words.subList(at + 1, words.size()), with, without);
        return new SqlPattern(text, verb, table, with, without);
    }

    private static void clauses(List<String> words, List<List<String>> with, List<List<String>> without) {
        if (words.equals(List.of("WHERE", "*"))) {
            with.add(List.of("WHERE"));
            return;
        }
        var all = String.join(" ", words);
        for (var clause : all.isEmpty() ? new String[0] : all.split(" (?=WITH(?:OUT)? )")) {
            var parts = clause.split(" ");
            var phrase = List.copyOf(Arrays.asList(parts).subList(1, parts.length));
            if (phrase.isEmpty()
                    || !Set.of("WITH", "WITHOUT").contains(parts[0])
                    || !phrase.stream().allMatch(word -> word.matches("[A-Z]+"))) {
                throw BadPattern.syntax(clause + " is no clause: WHERE *, WITH words, WITHOUT words");
            }
            (parts[0].equals("WITH") ? with : without).add(phrase);
        }
    }

    @Override
    public Optional<Captures> match(Subject subject) {
        if (!(subject instanceof Subject.SqlSubject sql)
                || !sql.verb().toLowerCase(Locale.ROOT).equals(verb)) {
            return Optional.empty();
        }
        // Of several statements it can't be told which one a word belongs to.
        boolean asks = !with.isEmpty() || !without.isEmpty();
        if ((asks && !sql.text().certain())
                || !with.stream().allMatch(sql.text()::has)
                || without.stream().anyMatch(sql.text()::has)) {
            return Optional.empty();
        }
        return tables(sql.resources()).map(taken -> new Captures(taken, List.of()));
    }

    private Optional<Map<String, Object>> tables(List<String> resources) {
        if (table.anything() && captures().isEmpty()) {
            return Optional.of(Map.of());
        }
        return resources.stream()
                .flatMap(resource -> table.match(resource).stream())
                .findFirst()
                .map(taken -> taken.entrySet().stream()
                        .filter(capture -> !capture.getKey().startsWith("*"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Set<String> captures() {
        return table.keys().filter(key -> !key.startsWith("*")).collect(Collectors.toSet());
    }

    @Override
    public List<String> globs() {
        return table.keys().filter(key -> key.startsWith("*")).toList();
    }

    @Override
    public Pattern named(Map<String, String> names) {
        return new SqlPattern(text, verb, table.named(names), with, without);
    }

    @Override
    public Specificity specificity() {
        return new Specificity(false, true, table.anything() ? 1 : 2, with.size() + without.size(), table.literals());
    }

    @Override
    public boolean broad() {
        return false;
    }

    @Override
    public boolean overlaps(Pattern other) {
        return other instanceof SqlPattern that
                && verb.equals(that.verb)
                && table.meets(that.table)
                && that.without.stream().noneMatch(with::contains)
                && without.stream().noneMatch(that.with::contains);
    }
}
