package dev.astern.model;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An amount of money.
 *
 * @param currency three capital letters, or empty where any will do
 */
public record Money(BigDecimal value, String currency) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}|");
    private static final int MAX_DIGITS = 30;

    public Money {
        Objects.requireNonNull(value, "value");
        currency = currency == null ? "" : currency;
        if (value.signum() < 0
                || Math.abs(value.scale()) > MAX_DIGITS
                || value.precision() > MAX_DIGITS
                || !CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("an amount counts from 0, its currency has three capital letters");
        }
    }

    @Override
    public String toString() {
        return (value.toPlainString() + " " + currency).strip();
    }
}
