package dev.astern.policy.prove;

import dev.astern.policy.Calendar;
import dev.astern.policy.Variable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One moment for each way in which a policy can tell moments apart. */
final class TimeCells {
    /** A Monday, far from any change of clocks. */
    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 12);

    private TimeCells() {}

    private record Kind(int hour, int minute, int day, boolean business) {}

    static Dimension of(Calendar calendar, Set<BigDecimal> hours, Set<BigDecimal> minutes) {
        var moments = new LinkedHashMap<Kind, Instant>();
        for (var day : days(calendar)) {
            for (int hour : within(
                    hours,
                    23,
                    calendar.hours().from().getHour(),
                    calendar.hours().to().getHour())) {
                for (int minute : within(
                        minutes,
                        59,
                        calendar.hours().from().getMinute(),
                        calendar.hours().to().getMinute())) {
                    var at = LocalDateTime.of(day, LocalTime.of(hour, minute))
                            .atZone(calendar.zone())
                            .toInstant();
                    var kind = new Kind(hour, minute, day.getDayOfWeek().getValue(), calendar.business(at));
                    moments.putIfAbsent(kind, at);
                }
            }
        }
        return Dimension.of(Variable.TIME_HOUR, List.copyOf(moments.values()));
    }

    /** A moment in business hours. */
    static Instant business(Calendar calendar) {
        return days(calendar).stream()
                .map(day -> LocalDateTime.of(day, calendar.hours().from())
                        .atZone(calendar.zone())
                        .toInstant())
                .filter(calendar::business)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static List<LocalDate> days(Calendar calendar) {
        var days = new TreeSet<LocalDate>();
        for (int i = 0; i < 28; i++) {
            days.add(MONDAY.plusDays(i));
        }
        days.addAll(calendar.hours().holidays());
        return List.copyOf(days);
    }

    /** The numbers on and beside each limit. */
    private static Set<Integer> within(Set<BigDecimal> limits, int max, int... more) {
        var values = new TreeSet<Integer>(List.of(0, max));
        limits.forEach(limit -> near(values, limit.intValue(), max));
        for (int limit : more) {
            near(values, limit, max);
        }
        return values;
    }

    private static void near(Set<Integer> values, int limit, int max) {
        for (int value = limit - 1; value <= limit + 1; value++) {
            if (value >= 0 && value <= max) {
                values.add(value);
            }
        }
    }
}
