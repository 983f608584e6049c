package dev.astern.verify;

/**
 * Why a bundle is not verified.
 *
 * @param place where, for example a file and a line; empty for the whole
 * @param detail what was expected, in a sentence that repeats nothing of the input
 */
public record Failure(Step step, String place, String detail) {}
