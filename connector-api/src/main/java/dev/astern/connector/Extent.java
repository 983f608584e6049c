package dev.astern.connector;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How far an action reaches, beside how many resources it changes.
 *
 * @param share the largest share of any table that it changes, 0 to 1; empty if not known
 * @param of the table that this is the share of; empty where there is none
 * @param estimated whether how many rows that table has is the database's estimate
 * @param amount the money that it moves
 */
public record Extent(OptionalDouble share, String of, boolean estimated, Amount amount) {
    /** Nobody measured it. */
    public static final Extent UNKNOWN = new Extent(OptionalDouble.empty(), "", false, new Amount.NotNamed());

    /** It changed nothing. */
    public static final Extent NOTHING =
            new Extent(OptionalDouble.of(0), "", false, new Amount.Moved(BigDecimal.ZERO, ""));

    public Extent {
        Objects.requireNonNull(share, "share");
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(amount, "amount");
        if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1: " + share.getAsDouble());
        }
    }

    /** Money, as far as the target's settings say where it is. */
    public sealed interface Amount {
        /** The settings name no amounts here. */
        record NotNamed() implements Amount {}

        /** They do, and it can't be told: not to be taken for little. */
        record Untold(String why) implements Amount {
            public Untold {
                Objects.requireNonNull(why, "why");
            }
        }

        /** @param currency empty where it is not named, or where there are several */
        record Moved(BigDecimal value, String currency) implements Amount {
            public Moved {
                Objects.requireNonNull(value, "value");
                Objects.requireNonNull(currency, "currency");
            }
        }
    }
}
