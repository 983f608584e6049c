package dev.astern.policy;

/**
 * A check before write that was not met.
 *
 * @param check its key in the policy, for example {@code max_age}
 * @param message what was asked for and what was found
 */
public record CheckFailure(String check, String message) {}
