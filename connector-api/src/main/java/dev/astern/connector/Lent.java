package dev.astern.connector;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the gateway lends to the connectors of one target.
 *
 * @param keeping for those whose target can't keep images
 * @param secrets finds a secret by its reference, for example {@code file:PATH}, {@code env:NAME} or
 *     {@code vault:PATH#FIELD}; throws a {@link ProblemException} for a text that is no reference
 * @param release for those that hold things back after they were cleared
 */
public record Lent(Keeping keeping, Function<String, Secret> secrets, Release release) {
    private static final Release NEVER =
            session -> Optional.of(Problem.of(Reason.STOPPED, "nobody is there to say that it may"));

    /** For connectors that hold nothing back; what is held never leaves. */
    public Lent(Keeping keeping, Function<String, Secret> secrets) {
        this(keeping, secrets, NEVER);
    }

    public Lent {
        Objects.requireNonNull(keeping, "keeping");
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(release, "release");
    }
}
