package dev.astern.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the steps find. One thread's. */
public final class Findings {
    private final List<Failure> failures = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    public void fail(Step step, String place, String detail) {
        failures.add(new Failure(step, place, detail));
    }

    public void fail(Failure failure) {
        failures.add(failure);
    }

    public void warn(Warning.Kind kind, String detail) {
        warnings.add(new Warning(kind, detail));
    }

    public boolean failed() {
        return !failures.isEmpty();
    }

    List<Failure> failures() {
        return failures.stream().sorted(Comparator.comparing(Failure::step)).toList();
    }

    List<Warning> warnings() {
        return warnings;
    }
}
