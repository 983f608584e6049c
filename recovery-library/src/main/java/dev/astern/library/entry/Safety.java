package dev.astern.library.entry;

/** Whether it is safe to take something back now. */
public sealed interface Safety {
    /** It is. */
    record Safe() implements Safety {}

    /** It is not. */
    record Unsafe(String why) implements Safety {}

    /** Nobody knows yet: a fact is missing, or a person has to say. */
    record Unknown(String needed) implements Safety {}
}
