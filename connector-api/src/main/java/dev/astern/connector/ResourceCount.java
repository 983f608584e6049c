package dev.astern.connector;

/**
 * How much of one resource an action changed.
 *
 * @param resource for example {@code public.orders}
 * @param inserted rows that are new
 * @param updated rows that were changed
 * @param deleted rows that are gone
 */
public record ResourceCount(String resource, long inserted, long updated, long deleted) {
    public ResourceCount {
        if (inserted < 0 || updated < 0 || deleted < 0) {
            throw new IllegalArgumentException("negative count for " + resource);
        }
    }

    public long total() {
        return inserted + updated + deleted;
    }
}
