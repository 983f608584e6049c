package dev.astern.connector;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A secret by reference: read when needed, never printed, and cut out of whatever comes back from whoever was shown it. */
public final class Secret {
    /** Of this and the one before it, where it was replaced while somebody still speaks of the old one. */
    private static final int REMEMBERED = 2;

    private final Supplier<String> source;
    private final @Nullable Secret inner;
    private volatile List<SecretForms> revealed = List.of();

    private Secret(Supplier<String> source, @Nullable Secret inner) {
        this.source = Objects.requireNonNull(source, "source");
        this.inner = inner;
    }

    public static Secret from(Supplier<String> source) {
        return new Secret(source, null);
    }

    /** What is made of this one, for example with a word before it. */
    public Secret as(UnaryOperator<String> change) {
        return new Secret(() -> change.apply(reveal()), this);
    }

    /** The value, for the driver alone. */
    public String reveal() {
        var value = source.get();
        var known = revealed;
        if (known.stream().noneMatch(forms -> forms.of(value))) {
            revealed = Stream.concat(Stream.of(SecretForms.forValue(value)), known.stream())
                    .limit(REMEMBERED)
                    .toList();
        }
        return value;
    }

    /**
     * A text without the value, as far as it was revealed, in the forms in which systems repeat what they were shown: as it
     * is, in JSON, in URLs, in base64. A value of less than six characters is no secret that could be told from other words.
     */
    public String hide(String text) {
        var hidden = text;
        for (var forms : revealed) {
            hidden = forms.hide(hidden);
        }
        return inner == null ? hidden : inner.hide(hidden);
    }

    @Override
    public String toString() {
        return "***";
    }
}
