package dev.astern.library.entry;

import dev.astern.connector.Reversibility;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long it takes to be back: {@code 30s}, {@code 1m-10m}, {@code variable}, or {@code never}.
 *
 * @param most none where nobody can say
 */
public record RecoveryTime(String text, Optional<Duration> most) {
    private static final Pattern RANGE = Pattern.compile("(?:([0-9]{1,4}[smhd])-)?([0-9]{1,4}[smhd])");

    public static Optional<RecoveryTime> of(String text) {
        if (text.equals("variable") || text.equals("never")) {
            return Optional.of(new RecoveryTime(text, Optional.empty()));
        }
        var range = RANGE.matcher(text);
        return range.matches()
                ? Optional.of(new RecoveryTime(text, duration(String.valueOf(range.group(2)))))
                : Optional.empty();
    }

    /** {@code 30s}, {@code 5m}, {@code 2h}, {@code 90d}. */
    public static Optional<Duration> duration(String text) {
        if (!text.matches("[0-9]{1,4}[smhd]")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return Optional.of(
                switch (text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** What is usual for a class. */
    public static RecoveryTime usual(Reversibility reversibility) {
        var text = switch (reversibility) {
            case TRIVIALLY_REVERSIBLE -> "1s-5m";
            case REVERSIBLE_WITH_STATE -> "1m-10m";
            case REVERSIBLE_WITH_BACKUP -> "5m-8h";
            case PARTIALLY_REVERSIBLE -> "variable";
            case IRREVERSIBLE -> "never";
        };
        return of(text).orElseThrow();
    }
}
