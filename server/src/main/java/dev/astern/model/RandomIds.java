package dev.astern.model;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;

/** Ids of 48 bits of time and 50 random bits, in base 32. */
public final class RandomIds implements Ids {
    private static final int RADIX = 32;
    private static final int TIME_DIGITS = 10;
    private static final int RANDOM_DIGITS = 10;
    private static final int TOKEN_BITS = 256;

    private final Clock clock;
    private final SecureRandom random;

    public RandomIds(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String next(String prefix) {
        var time = BigInteger.valueOf(clock.millis());
        var tail = new BigInteger(RANDOM_DIGITS * 5, random);
        return prefix + "_" + padded(time, TIME_DIGITS) + padded(tail, RANDOM_DIGITS);
    }

    @Override
    public String token(String prefix) {
        return prefix + "_" + padded(new BigInteger(TOKEN_BITS, random), TOKEN_BITS / 5 + 1);
    }

    private static String padded(BigInteger value, int digits) {
        var text = value.toString(RADIX);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
