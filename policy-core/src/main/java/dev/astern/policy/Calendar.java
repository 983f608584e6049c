package dev.astern.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** How a policy tells the time. */
public record Calendar(ZoneId zone, BusinessHours hours) {
    public static final Calendar DEFAULT = new Calendar(ZoneOffset.UTC, BusinessHours.DEFAULT);

    ZonedDateTime at(Instant now) {
        return now.atZone(zone);
    }

    public boolean business(Instant now) {
        return hours.contains(at(now));
    }
}
