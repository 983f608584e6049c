package dev.astern.policy;

import dev.cel.runtime.CelVariableResolver;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts as conditions see them, for one decision. Reading is charged by length, so that no condition runs long: loops are
 * limited by the runtime, and what a loop can read by this. What is not known reads as the worst.
 */
final class Scope implements CelVariableResolver {
    private static final long CHARGE_MAX = 262_144;

    private final Facts facts;
    private final Calendar calendar;
    private @Nullable ZonedDateTime time;
    private boolean previewAsked;
    private long charged;

    Scope(Facts facts, Calendar calendar) {
        this.facts = facts;
        this.calendar = calendar;
    }

    Facts facts() {
        return facts;
    }

    Calendar calendar() {
        return calendar;
    }

    /** Whether anything was asked about what the action does while that was not known. */
    boolean previewAsked() {
        return previewAsked;
    }

    void askPreview() {
        previewAsked |= facts.preview().isEmpty();
    }

    /** Each condition has the whole allowance. */
    void begin() {
        charged = 0;
    }

    @Override
    public Optional<Object> find(String name) {
        var variable = Variable.BY_NAME.get(name);
        if (variable == null) {
            return Optional.empty();
        }
        var value = variable.read(this);
        charge(name, value);
        return Optional.of(value);
    }

    private void charge(String name, Object value) {
        charged += switch (value) {
            case String text -> 1 + text.length();
            case List<?> list ->
                list.stream()
                        .mapToLong(item -> 1 + String.valueOf(item).length())
                        .sum();
            default -> 1;
        };
        if (charged > CHARGE_MAX) {
            throw new IllegalStateException("it reads too much; the last was " + name);
        }
    }

    ZonedDateTime time() {
        if (time == null) {
            time = calendar.at(facts.now());
        }
        return time;
    }

    Optional<Preview> preview() {
        askPreview();
        return facts.preview();
    }

    static double number(Optional<BigDecimal> amount) {
        return amount.map(BigDecimal::doubleValue).orElse(Double.POSITIVE_INFINITY);
    }
}
