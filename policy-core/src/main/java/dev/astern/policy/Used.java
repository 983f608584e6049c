package dev.astern.policy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;

/**
 * What the session has changed so far, before this action.
 *
 * @param verbs how many writes, by verb
 * @param targets how many writes, by target
 * @param rows how many rows or resources in all
 * @param amount how much money in all, in the currency of the session's limits
 */
public record Used(Map<String, Long> verbs, Map<String, Long> targets, long rows, BigDecimal amount) {
    public static final Used NOTHING = new Used(Map.of(), Map.of(), 0, BigDecimal.ZERO);

    public Used {
        verbs = Map.copyOf(verbs);
        targets = Map.copyOf(targets);
        Objects.requireNonNull(amount, "amount");
    }
}
