package dev.astern.operator;

/** The one-time code that lets whoever can read it on this machine make the first operator. */
public interface SetupCode {
    boolean matches(String code);

    /** The first operator exists; the code is worth nothing from now on. */
    void spend();
}
