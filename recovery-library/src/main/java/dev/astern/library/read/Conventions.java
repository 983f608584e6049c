package dev.astern.library.read;

import dev.astern.library.model.JsonPath;
import dev.astern.library.model.Kind;
import dev.astern.library.model.Placeholder;
import dev.astern.library.model.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an entry may leave unsaid, because the format's best-known example does: for {@code kubectl}, that
 * {@code {namespace}} is the namespace's option, and {@code {previous_count}} the number of replicas before.
 */
final class Conventions {
    private static final String NAMESPACE = "-n|--namespace={namespace}";

    private static final Map<String, Placeholder> KUBECTL = Map.of(
            "namespace",
            new Placeholder(
                    "namespace",
                    Placeholder.From.PATTERN,
                    Optional.empty(),
                    0,
                    ValueType.NAME,
                    Optional.empty(),
                    false),
            "previous_count",
            new Placeholder(
                    "previous_count",
                    Placeholder.From.PRE_CAPTURE,
                    JsonPath.of("$.spec.replicas"),
                    0,
                    ValueType.INTEGER,
                    Optional.empty(),
                    false));

    private Conventions() {}

    /** Options that a program's entries know without saying so. */
    static Stream<String> options(String program, Kind kind, List<String> carried) {
        return kind == Kind.COMMAND
                        && program.equals("kubectl")
                        && carried.stream().noneMatch(option -> option.contains("--namespace"))
                ? Stream.of(NAMESPACE)
                : Stream.empty();
    }

    static Optional<Placeholder> placeholder(String program, String name) {
        return program.equals("kubectl") ? Optional.ofNullable(KUBECTL.get(name)) : Optional.empty();
    }
}
