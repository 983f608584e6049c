package dev.astern.evidence;

/** Told at each boundary between two steps, so that a test can stop the world there. */
@FunctionalInterface
public interface EvidenceSteps {
    void at(String step);
}
