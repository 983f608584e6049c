package dev.astern.connector.common;

import static dev.astern.connector.common.Texts.bad;

import dev.astern.connector.TargetConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A target's settings, each read as what it has to be; whatever is not that is refused. */
public final class Options {
    /** The gateway's own, at every target. */
    private static final Set<String> ALWAYS = Set.of("recordRows");

    private final Map<String, String> options;

    private Options(Map<String, String> options) {
        this.options = options;
    }

    /** @param known every option that the kind has */
    public static Options of(TargetConfig config, String kind, String... known) {
        var names = new TreeSet<>(Set.of(known));
        for (var option : config.options().keySet()) {
            if (!names.contains(option) && !ALWAYS.contains(option)) {
                throw bad("a target of kind " + kind + " has no option " + Texts.shown(option) + "; it has " + names);
            }
        }
        return new Options(config.options());
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(options.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    public String needed(String name, String what) {
        return text(name).orElseThrow(() -> bad("the option " + name + " is missing: " + what));
    }

    public boolean flag(String name) {
        return switch (text(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("the option " + name + " is true or false");
        };
    }

    /** @param otherwise what it is where nothing is said */
    public long number(String name, long otherwise, long min, long max) {
        var text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw bad("the option " + name + " is a whole number from " + min + " to " + max);
    }

    /** Separated by commas. */
    public List<String> list(String name) {
        return Arrays.stream(text(name).orElse("").split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
