package dev.astern.journal;

import java.util.function.Function;

/** What became of text or bytes that may come from anybody. */
public sealed interface Parsed<T> {
    /** Well-formed to its last byte; written again it is the same. That makes it neither true nor trusted. */
    record Read<T>(T value) implements Parsed<T> {}

    record Malformed<T>(Flaw flaw) implements Parsed<T> {}

    static <T> Parsed<T> read(T value) {
        return new Read<>(value);
    }

    static <T> Parsed<T> malformed(Flaw flaw) {
        return new Malformed<>(flaw);
    }

    /** The next step, unless this one has failed already. */
    default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
        return switch (this) {
            case Read<T>(var value) -> next.apply(value);
            case Malformed<T>(var flaw) -> new Malformed<>(flaw);
        };
    }
}
