package dev.astern.library.pattern;

import dev.astern.library.model.Captures;
import dev.astern.library.model.Printable;
import dev.astern.library.model.Subject;
import dev.astern.library.model.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command, by its arguments. Words match in order; options wherever they stand.
 *
 * @param words after the program
 * @param dashes before which word {@code --} stands; -1 without
 * @param rest whether further words may follow
 * @param required options it insists on
 * @param allowed options that may be there as well
 */
record CommandPattern(
        String text,
        String program,
        List<TokenPattern> words,
        int dashes,
        boolean rest,
        List<OptionPattern> required,
        List<OptionPattern> allowed)
        implements Pattern {
    private static final String REST = "...";

    CommandPattern {
        words = List.copyOf(words);
        required = List.copyOf(required);
        allowed = List.copyOf(allowed);
    }

    static CommandPattern read(String text, List<String> options, List<String> carried) {
        var split = switch (Words.ofPattern(text)) {
            case Words.Split.Ok ok -> ok.words();
            case Words.Split.Bad bad -> throw BadPattern.syntax(bad.detail());
        };
        var tokens = new TokenReader();
        var program = tokens.read(split.getFirst()).fixed();
        if (program.isEmpty()) {
            throw new BadPattern(Parsed.Flaw.TOO_BROAD, "it doesn't name its program");
        }
        var words = new ArrayList<TokenPattern>();
        var required = new ArrayList<OptionPattern>();
        boolean rest = split.size() > 1 && split.getLast().equals(REST);
        int dashes = -1;
        for (var word : split.subList(1, split.size() - (rest ? 1 : 0))) {
            if (word.equals("--") && dashes < 0) {
                dashes = words.size();
            } else if (dashes < 0 && (word.startsWith("-") || word.startsWith("^-")) && word.length() > 1) {
                required.add(OptionPattern.read(word, tokens, false));
            } else {
                words.add(tokens.read(word));
            }
        }
        return new CommandPattern(
                text, program.get(), words, dashes, rest, required, allowed(required, options, carried, tokens));
    }

    /** A required option is not optional as well, whatever the file says for all of its entries. */
    private static List<OptionPattern> allowed(
            List<OptionPattern> required, List<String> options, List<String> carried, TokenReader tokens) {
        var allowed = new ArrayList<OptionPattern>();
        carried.forEach(option -> allowed.add(OptionPattern.read(option, tokens, true)));
        options.forEach(option -> allowed.add(OptionPattern.read(option, tokens, false)));
        allowed.removeIf(option -> required.stream().anyMatch(option::shares));
        return allowed;
    }

    @Override
    public Optional<Captures> match(Subject subject) {
        if (!(subject instanceof Subject.CommandSubject command)
                || command.argv().isEmpty()
                || !command.argv().getFirst().equals(program)) {
            return Optional.empty();
        }
        return Arguments.read(command.argv(), options().toList()).flatMap(this::match);
    }

    private Optional<Captures> match(Arguments given) {
        var values = new HashMap<String, Object>();
        var matches = given.dashes() == dashes
                && (rest ? given.words().size() >= words.size() : given.words().size() == words.size())
                && given.values().keySet().containsAll(required)
                && wordsMatch(given.words(), values)
                && optionsMatch(given.values(), values);
        values.keySet().removeIf(key -> key.startsWith("*"));
        return matches
                ? carried(given.values())
                        .map(c -> new Captures(
                                values,
                                given.words()
                                        .subList(words.size(), given.words().size()),
                                c))
                : Optional.empty();
    }

    private boolean wordsMatch(List<String> given, Map<String, Object> values) {
        for (int i = 0; i < words.size(); i++) {
            if (!take(words.get(i), given.get(i), values)) {
                return false;
            }
        }
        return true;
    }

    private static boolean optionsMatch(Map<OptionPattern, List<String>> given, Map<String, Object> values) {
        return given.entrySet().stream()
                .allMatch(option -> option.getKey().value().stream()
                        .allMatch(
                                pattern -> option.getValue().stream().allMatch(value -> take(pattern, value, values))));
    }

    /** A name that stands twice must stand for the same. */
    private static boolean take(TokenPattern pattern, String token, Map<String, Object> values) {
        var taken = pattern.match(token);
        if (taken.isEmpty()) {
            return false;
        }
        for (var capture : taken.get().entrySet()) {
            var before = values.put(capture.getKey(), capture.getValue());
            if (before != null && !capture.getKey().startsWith("*") && !before.equals(capture.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static Optional<List<String>> carried(Map<OptionPattern, List<String>> given) {
        var tokens = new ArrayList<String>();
        for (var option : given.entrySet()) {
            if (option.getKey().carried()
                    && !carry(option.getKey(), option.getValue().getFirst(), tokens)) {
                return Optional.empty();
            }
        }
        return Optional.of(tokens);
    }

    private static boolean carry(OptionPattern option, String value, List<String> tokens) {
        var name = option.names().getLast();
        if (option.value().isEmpty()) {
            return tokens.add(name);
        }
        if (!Printable.is(value) || value.startsWith("-")) {
            return false;
        }
        // Of some programs a long name has one dash.
        return name.length() > 2 ? tokens.add(name + "=" + value) : tokens.addAll(List.of(name, value));
    }

    private Stream<OptionPattern> options() {
        return Stream.concat(required.stream(), allowed.stream());
    }

    private Stream<String> keys() {
        return Stream.concat(
                words.stream().flatMap(TokenPattern::keys),
                options().flatMap(o -> o.value().stream()).flatMap(TokenPattern::keys));
    }

    @Override
    public Set<String> captures() {
        return keys().filter(key -> !key.startsWith("*")).collect(Collectors.toSet());
    }

    @Override
    public List<String> globs() {
        return Stream.concat(
                        words.stream().flatMap(TokenPattern::keys),
                        required.stream().flatMap(o -> o.value().stream()).flatMap(TokenPattern::keys))
                .filter(key -> key.startsWith("*"))
                .distinct()
                .toList();
    }

    @Override
    public Pattern named(Map<String, String> names) {
        return new CommandPattern(
                text,
                program,
                words.stream().map(w -> w.named(names)).toList(),
                dashes,
                rest,
                required.stream().map(o -> o.named(names)).toList(),
                allowed.stream().map(o -> o.named(names)).toList());
    }

    @Override
    public Specificity specificity() {
        int literals = words.stream().mapToInt(TokenPattern::literals).sum()
                + required.stream()
                        .flatMap(o -> o.value().stream())
                        .mapToInt(TokenPattern::literals)
                        .sum();
        return new Specificity(false, !rest, words.size() + (dashes < 0 ? 0 : 1), required.size(), literals);
    }

    @Override
    public boolean broad() {
        return rest && required.isEmpty() && words.stream().allMatch(TokenPattern::anything);
    }

    @Override
    public boolean overlaps(Pattern other) {
        return other instanceof CommandPattern that
                && program.equals(that.program)
                && dashes == that.dashes
                && (words.size() == that.words.size() || (words.size() < that.words.size() ? rest : that.rest))
                && wordsMeet(that)
                && that.accepts(required)
                && accepts(that.required);
    }

    private boolean wordsMeet(CommandPattern that) {
        for (int i = 0; i < Math.min(words.size(), that.words.size()); i++) {
            if (!words.get(i).meets(that.words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean accepts(List<OptionPattern> theirs) {
        return theirs.stream().allMatch(their -> options().anyMatch(mine -> mine.shares(their) && meet(mine, their)));
    }

    private static boolean meet(OptionPattern mine, OptionPattern their) {
        return mine.value().isPresent() == their.value().isPresent()
                && mine.value().stream()
                        .allMatch(value -> their.value().stream().allMatch(value::meets));
    }
}
