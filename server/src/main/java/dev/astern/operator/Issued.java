package dev.astern.operator;

import dev.astern.model.Operator;

/** An operator and its token, which is told this once and kept only as a hash. */
public record Issued(Operator operator, String token) {
    @Override
    public String toString() {
        return "Issued[" + operator.name() + "]";
    }
}
