package dev.astern.evidence;

/** Where failures go that nobody waits for. */
@FunctionalInterface
public interface EvidenceLog {
    void failed(String what, RuntimeException failure);
}
