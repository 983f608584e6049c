package dev.astern.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the action does, as it was rehearsed or observed before its commit.
 *
 * @param rows how many rows or resources it changes
 * @param tables the tables or collections they are in
 * @param share the largest share of any table that it changes, 0 to 1; empty if not known
 * @param amount the money that it moves; empty if nobody said where money is, or it could not be told
 * @param amountUntold whether it could not be told, so that it reads as the worst
 * @param currency the amount's currency, for example {@code GBP}; empty without an amount
 * @param personal whether it touches personal data
 */
public record Preview(
        long rows,
        long inserted,
        long updated,
        long deleted,
        List<String> tables,
        OptionalDouble share,
        Optional<BigDecimal> amount,
        boolean amountUntold,
        String currency,
        boolean personal) {
    /** Where the amount is as far known as it can be. */
    public Preview(
            long rows,
            long inserted,
            long updated,
            long deleted,
            List<String> tables,
            OptionalDouble share,
            Optional<BigDecimal> amount,
            String currency,
            boolean personal) {
        this(rows, inserted, updated, deleted, tables, share, amount, false, currency, personal);
    }

    public Preview {
        tables = List.copyOf(tables);
        Objects.requireNonNull(share, "share");
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(currency, "currency");
        if (rows < 0 || inserted < 0 || updated < 0 || deleted < 0) {
            throw new IllegalArgumentException("a preview counts from 0: " + rows);
        }
        if (amountUntold && amount.isPresent()) {
            throw new IllegalArgumentException("an amount that could not be told is none: " + amount.get());
        }
        if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1: " + share.getAsDouble());
        }
    }
}
