package dev.astern.library.pattern;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An option of a command: {@code --force}, {@code -n|--namespace={namespace}}, {@code ^-C=*}.
 *
 * @param names each with its dashes
 * @param value what may stand for its value; none for a flag
 * @param early known only before the first word, as some programs mean another thing by it afterwards
 * @param carried says where the command acts, and is repeated in its recovery
 */
record OptionPattern(List<String> names, Optional<TokenPattern> value, boolean early, boolean carried) {
    private static final Pattern NAME = Pattern.compile("-[A-Za-z0-9]|--?[A-Za-z0-9][A-Za-z0-9_.-]*");

    OptionPattern {
        names = List.copyOf(names);
    }

    static OptionPattern read(String text, TokenReader tokens, boolean carried) {
        boolean early = text.startsWith("^");
        int equals = text.indexOf('=');
        var names = List.of(text.substring(early ? 1 : 0, equals < 0 ? text.length() : equals)
                .split("\\|", -1));
        for (var name : names) {
            if (!NAME.matcher(name).matches()) {
                throw BadPattern.syntax(name + " is no option");
            }
        }
        var value = equals < 0
                ? Optional.<TokenPattern>empty()
                : Optional.of(value(text.substring(equals + 1), names, tokens));
        return new OptionPattern(names, value, early, carried);
    }

    /** The wildcard of {@code --replicas=*} is called what the option is called. */
    private static TokenPattern value(String text, List<String> names, TokenReader tokens) {
        var longest = names.getLast().replaceFirst("^-+", "").replace('-', '_');
        return text.equals("*") && TokenReader.NAME.matcher(longest).matches() && longest.length() > 1
                ? new TokenPattern(List.of(new TokenPattern.Part.Wildcard("*" + longest)))
                : tokens.read(text);
    }

    boolean is(String name) {
        return names.contains(name);
    }

    boolean shares(OptionPattern other) {
        return names.stream().anyMatch(other::is);
    }

    /** Given twice, it would be unclear which one counts. */
    boolean once() {
        return carried || value.stream().flatMap(TokenPattern::keys).anyMatch(key -> !key.startsWith("*"));
    }

    OptionPattern named(java.util.Map<String, String> globs) {
        return new OptionPattern(names, value.map(v -> v.named(globs)), early, carried);
    }
}
