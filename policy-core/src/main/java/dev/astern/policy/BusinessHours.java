package dev.astern.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When people are at work, in the policy's time zone.
 *
 * @param from the first minute
 * @param to the minute after the last
 * @param holidays days on which nobody is
 */
public record BusinessHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, Set<LocalDate> holidays) {
    public static final BusinessHours DEFAULT = new BusinessHours(
            Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            Set.of());

    public BusinessHours {
        days = Set.copyOf(days);
        holidays = Set.copyOf(holidays);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("business hours begin before they end: " + from + " to " + to);
        }
    }

    public boolean contains(ZonedDateTime at) {
        var time = at.toLocalTime();
        return days.contains(at.getDayOfWeek())
                && !holidays.contains(at.toLocalDate())
                && !time.isBefore(from)
                && time.isBefore(to);
    }
}
