package dev.astern.storage;

import dev.astern.model.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Operators and the hashes of their tokens. */
public interface OperatorStore {
    /**
     * Adds an operator.
     *
     * @param tokenHash SHA-256 in hex of its token
     * @return false when the name is taken
     */
    boolean add(Operator operator, String tokenHash);

    /** Adds the very first operator, in one step with looking that there is none. */
    boolean addFirst(Operator operator, String tokenHash);

    Optional<Operator> byTokenHash(String tokenHash);

    Optional<Operator> byName(String name);

    List<Operator> all();

    /** Replaces the token. */
    boolean rotate(String name, String tokenHash);

    boolean revoke(String name, Instant at);
}
