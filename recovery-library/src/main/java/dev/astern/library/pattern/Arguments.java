package dev.astern.library.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command's arguments, told apart by the options that are known. An unknown option ends the reading: whether the word
 * after it is its value can't be told.
 *
 * @param words without options
 * @param dashes before which word {@code --} stands; -1 without
 * @param values of each option given; empty for a flag
 */
record Arguments(List<String> words, int dashes, Map<OptionPattern, List<String>> values) {
    static Optional<Arguments> read(List<String> argv, List<OptionPattern> known) {
        return new Reader(argv, known).read();
    }

    private static final class Reader {
        private final List<String> argv;
        private final List<OptionPattern> known;
        private final List<String> words = new ArrayList<>();
        private final Map<OptionPattern, List<String>> values = new LinkedHashMap<>();
        private int dashes = -1;
        private int at = 1;

        Reader(List<String> argv, List<OptionPattern> known) {
            this.argv = argv;
            this.known = known;
        }

        Optional<Arguments> read() {
            while (at < argv.size()) {
                var token = argv.get(at++);
                if (dashes >= 0 || token.length() < 2 || token.charAt(0) != '-') {
                    words.add(token);
                } else if (token.equals("--")) {
                    dashes = words.size();
                } else if (!option(token)) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Arguments(words, dashes, values));
        }

        private boolean option(String token) {
            int equals = token.indexOf('=');
            var named = equals > 2 ? find(token.substring(0, equals)) : Optional.<OptionPattern>empty();
            if (named.isPresent() || (equals > 0 && token.charAt(1) == '-')) {
                return named.isPresent()
                        && named.get().value().isPresent()
                        && put(named.get(), token.substring(equals + 1));
            }
            var option = find(token);
            return option.isPresent() ? given(option.get()) : token.charAt(1) != '-' && cluster(token);
        }

        private boolean given(OptionPattern option) {
            if (option.value().isEmpty()) {
                return put(option, "");
            }
            return at < argv.size() && put(option, argv.get(at++));
        }

        /** {@code -rf}, {@code -nprod}: flags in a row, the last of which may have its value right after it. */
        private boolean cluster(String token) {
            for (int i = 1; i < token.length(); i++) {
                var option = find("-" + token.charAt(i));
                if (option.isEmpty()) {
                    return false;
                }
                if (option.get().value().isPresent()) {
                    var rest = token.substring(i + 1);
                    // Some programs take the = for part of the value, others do not.
                    return rest.isEmpty() ? given(option.get()) : !rest.startsWith("=") && put(option.get(), rest);
                }
                put(option.get(), "");
            }
            return true;
        }

        private Optional<OptionPattern> find(String name) {
            return known.stream()
                    .filter(option -> option.is(name) && !(option.early() && !words.isEmpty()))
                    .findFirst();
        }

        private boolean put(OptionPattern option, String value) {
            var given = values.computeIfAbsent(option, _ -> new ArrayList<>());
            given.add(value);
            return given.size() == 1 || !option.once();
        }
    }
}
