package dev.astern.connector;

import java.util.Objects;
import java.util.function.Supplier;

/** A secret by reference: read when needed, never printed. */
public final class Secret {
    private final Supplier<String> source;

    private Secret(Supplier<String> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    public static Secret from(Supplier<String> source) {
        return new Secret(source);
    }

    /** The value, for the driver alone. */
    public String reveal() {
        return source.get();
    }

    @Override
    public String toString() {
        return "***";
    }
}
