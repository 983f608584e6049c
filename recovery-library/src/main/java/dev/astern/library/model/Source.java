package dev.astern.library.model;

/**
 * A file of entries.
 *
 * @param name for people
 */
public record Source(String name, String text) {}
