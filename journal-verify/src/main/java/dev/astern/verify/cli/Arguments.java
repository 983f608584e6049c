package dev.astern.verify.cli;

import dev.astern.journal.Decimal;
import dev.astern.verify.cli.Command.Style;
import dev.astern.verify.cli.Command.Wrong;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a command line. What is not known, or there twice, is refused: a check that was asked for must not get lost. */
final class Arguments {
    private static final Set<String> FLAGS = Set.of("--interoperable", "--follow-rotations", "--json");
    private static final Set<String> BUNDLE = Set.of(
            "--policy",
            "--old-checkpoint",
            "--tsa-ca",
            "--max-bytes",
            "--interoperable",
            "--follow-rotations",
            "--json");
    private static final Set<String> PROOF = Set.of("--policy", "--entry", "--interoperable", "--json");

    private final List<String> files = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    private Arguments() {}

    static Command parse(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Wrong("no command");
        }
        var rest = arguments.subList(1, arguments.size());
        try {
            return switch (arguments.getFirst()) {
                case "bundle" -> new Arguments().parse(rest, BUNDLE).bundle();
                case "proof" -> new Arguments().parse(rest, PROOF).proof();
                case "help", "--help", "-h" -> new Command.Help();
                case "version", "--version" -> new Command.Version();
                default -> new Wrong("no such command: " + arguments.getFirst());
            };
        } catch (UsageException | InvalidPathException e) {
            return new Wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Ends the reading of a command line; nobody outside sees it. */
    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    private Arguments parse(List<String> arguments, Set<String> known) {
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                files.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            var name = equals < 0 ? argument : argument.substring(0, equals);
            if (!known.contains(name) || options.containsKey(name)) {
                throw new UsageException("unknown here, or given twice: " + name);
            }
            if (FLAGS.contains(name)) {
                options.put(argument, "");
            } else if (equals >= 0) {
                options.put(name, argument.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                options.put(name, arguments.get(++i));
            } else {
                throw new UsageException(name + " needs a value");
            }
        }
        if (!known.containsAll(options.keySet())) {
            throw new UsageException("a flag has no value");
        }
        return this;
    }

    private Command bundle() {
        return new Command.Bundle(
                file("bundle"),
                needed("--policy"),
                path("--old-checkpoint"),
                path("--tsa-ca"),
                options.containsKey("--follow-rotations"),
                options.containsKey("--interoperable"),
                maxBytes(),
                style());
    }

    private Command proof() {
        return new Command.Proof(
                file("proof"), needed("--entry"), needed("--policy"), options.containsKey("--interoperable"), style());
    }

    private Style style() {
        return new Style(options.containsKey("--json"));
    }

    private Path file(String what) {
        if (files.size() != 1) {
            throw new UsageException("one " + what + " is needed, found " + files.size());
        }
        return Path.of(files.getFirst());
    }

    private Path needed(String name) {
        return path(name).orElseThrow(() -> new UsageException(name + " is needed"));
    }

    private Optional<Path> path(String name) {
        return Optional.ofNullable(options.get(name)).map(Path::of);
    }

    private Optional<Long> maxBytes() {
        var text = options.get("--max-bytes");
        if (text == null) {
            return Optional.empty();
        }
        var value = Decimal.parse(text);
        if (value.isEmpty()) {
            throw new UsageException("--max-bytes is a number of bytes");
        }
        return Optional.of(value.getAsLong());
    }
}
