package dev.astern.connector;

/** The gateway's last word before an effect becomes real. */
public sealed interface Clearance {
    record Commit() implements Clearance {}

    record RollBack(Problem problem) implements Clearance {}
}
