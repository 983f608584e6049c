package dev.astern.client;

/**
 * How much of one resource an action changed.
 *
 * @param resource for example {@code public.orders}
 */
public record ResourceCount(String resource, long inserted, long updated, long deleted) {}
