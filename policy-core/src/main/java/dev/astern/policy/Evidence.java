package dev.astern.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent says its action rests on. None of it is believed further than the policy's checks go; what has no use
 * in a check, such as nested objects, is dropped.
 *
 * @param sources how many sources it names
 * @param fields what it states: texts, truth values, whole numbers ({@code Long}) and others ({@code Double}).
 *     {@code observed_at} (RFC 3339) or {@code age_seconds} tell how old the sources are, {@code confidence} (0 to 1) how
 *     sure an extraction is
 */
public record Evidence(int sources, Map<String, Object> fields) {
    public static final Evidence NONE = new Evidence(0, Map.of());
    static final String OBSERVED_AT = "observed_at";
    static final String AGE_SECONDS = "age_seconds";
    static final String CONFIDENCE = "confidence";
    private static final int FIELDS_MAX = 200;
    private static final int TEXT_MAX = 4_096;

    public Evidence {
        if (sources < 0) {
            throw new IllegalArgumentException("sources count from 0: " + sources);
        }
        fields = plain(fields);
    }

    private static Map<String, Object> plain(Map<String, ?> stated) {
        var kept = new HashMap<String, Object>();
        stated.forEach((name, value) -> {
            if (kept.size() < FIELDS_MAX) {
                plain(value).ifPresent(v -> kept.put(name, v));
            }
        });
        return Map.copyOf(kept);
    }

    private static Optional<Object> plain(Object value) {
        return switch (value) {
            case String text -> text.length() <= TEXT_MAX ? Optional.of(text) : Optional.empty();
            case Boolean truth -> Optional.of(truth);
            case Integer whole -> Optional.of(whole.longValue());
            case Long whole -> Optional.of(whole);
            case Number number ->
                Double.isNaN(number.doubleValue()) ? Optional.empty() : Optional.of(number.doubleValue());
            default -> Optional.empty();
        };
    }

    /** Whether a field is stated and not blank. */
    boolean states(String name) {
        var value = fields.get(name);
        return value != null && !(value instanceof String text && text.isBlank());
    }

    /** How old the sources are; empty if that is not told, can't be read, or lies in the future. */
    Optional<Duration> age(Instant now) {
        if (fields.get(AGE_SECONDS) instanceof Number seconds) {
            return Optional.of(Duration.ofSeconds(seconds.longValue())).filter(age -> !age.isNegative());
        }
        if (fields.get(OBSERVED_AT) instanceof String at) {
            try {
                return Optional.of(Duration.between(Instant.parse(at), now)).filter(age -> !age.isNegative());
            } catch (DateTimeException | ArithmeticException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** How sure it is, 0 to 1; empty if that is not told or out of range. */
    Optional<Double> confidence() {
        return fields.get(CONFIDENCE) instanceof Number number
                ? Optional.of(number.doubleValue()).filter(c -> c >= 0 && c <= 1)
                : Optional.empty();
    }
}
