package dev.astern.workspace.store;

/**
 * That an action began here.
 *
 * @param unbounded whether its effects were real at once, before anybody could write down which they are
 * @param temp how files on their way into the workspace are called
 */
public record Begun(boolean unbounded, String temp) {}
