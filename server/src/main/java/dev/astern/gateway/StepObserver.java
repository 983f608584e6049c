package dev.astern.gateway;

/**
 * Told at each named boundary between two steps of an action. Does nothing in production; tests fail or kill here.
 *
 * <p>The names: {@code proposed}, {@code intent-submitted}, {@code executed}, {@code intent-durable}, {@code cleared},
 * {@code to-be-held}, {@code performed}, {@code outcome-submitted}, {@code outcome-durable}; for an undo the same with
 * {@code undo-}.
 */
@FunctionalInterface
public interface StepObserver {
    void at(String step);

    static StepObserver none() {
        return step -> {};
    }
}
