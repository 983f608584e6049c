package dev.astern.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A check before write: something that has to hold for a rule's decision to count. What is not known fails. */
public sealed interface Check {
    /** As it is written in a policy. */
    String key();

    /** What is missing; empty if it is met. */
    Optional<String> unmet(Facts facts, Calendar calendar);

    /** Whether it looks at what the action does. */
    default boolean asksPreview() {
        return false;
    }

    /** The agent states each of these. */
    record Stated(List<String> names) implements Check {
        public Stated {
            names = List.copyOf(names);
        }

        @Override
        public String key() {
            return "evidence";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var missing =
                    names.stream().filter(n -> !facts.evidence().states(n)).toList();
            return missing.isEmpty()
                    ? Optional.empty()
                    : Optional.of("evidence is missing: " + String.join(", ", missing));
        }
    }

    /** The agent names at least so many sources. */
    record Sources(int min) implements Check {
        @Override
        public String key() {
            return "sources";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            int named = facts.evidence().sources();
            return named >= min
                    ? Optional.empty()
                    : Optional.of("sources: " + min + " are asked for, " + named + " named");
        }
    }

    /** The sources are at most so old. */
    record MaxAge(Duration max) implements Check {
        @Override
        public String key() {
            return "max_age";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var age = facts.evidence().age(facts.now());
            if (age.isEmpty()) {
                return Optional.of("the age of the sources is not stated; it may be at most " + Durations.text(max));
            }
            return age.get().compareTo(max) <= 0
                    ? Optional.empty()
                    : Optional.of("the sources are " + Durations.text(age.get()) + " old; at most "
                            + Durations.text(max) + " is allowed");
        }
    }

    /** The agent is at least so sure. */
    record MinConfidence(double min) implements Check {
        @Override
        public String key() {
            return "min_confidence";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var confidence = facts.evidence().confidence();
            if (confidence.isEmpty()) {
                return Optional.of("confidence is not stated; it has to be at least " + min);
            }
            return confidence.get() >= min
                    ? Optional.empty()
                    : Optional.of("confidence is " + confidence.get() + "; it has to be at least " + min);
        }
    }

    /** It is within business hours. */
    record InBusinessHours() implements Check {
        @Override
        public String key() {
            return "business_hours";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            return calendar.business(facts.now()) ? Optional.empty() : Optional.of("it is outside business hours");
        }
    }

    /**
     * It moves at most so much money.
     *
     * @param currency the only currency that counts; empty for any
     */
    record MaxAmount(BigDecimal max, String currency) implements Check {
        @Override
        public String key() {
            return "max_amount";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var amount = facts.preview().flatMap(Preview::amount);
            if (amount.isEmpty()) {
                return Optional.of("the amount is not known; it may be at most " + limit());
            }
            var found = facts.preview().orElseThrow().currency();
            if (!currency.isEmpty() && !currency.equals(found)) {
                return Optional.of("the amount is in " + (found.isEmpty() ? "no known currency" : found)
                        + "; it may be at most " + limit());
            }
            return amount.get().compareTo(max) <= 0
                    ? Optional.empty()
                    : Optional.of("the amount is " + amount.get().toPlainString() + "; it may be at most " + limit());
        }

        private String limit() {
            return (max.toPlainString() + " " + currency).strip();
        }

        @Override
        public boolean asksPreview() {
            return true;
        }
    }

    /** It changes at most so many rows or resources. */
    record MaxRows(long max) implements Check {
        @Override
        public String key() {
            return "max_rows";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var preview = facts.preview();
            if (preview.isEmpty()) {
                return Optional.of("it is not known how many rows it changes; at most " + max + " are allowed");
            }
            long rows = preview.get().rows();
            return rows <= max
                    ? Optional.empty()
                    : Optional.of("it changes " + rows + " rows; at most " + max + " are allowed");
        }

        @Override
        public boolean asksPreview() {
            return true;
        }
    }

    /** It changes at most this share of any table. */
    record MaxShare(double max) implements Check {
        @Override
        public String key() {
            return "max_share";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            var share = facts.preview().map(Preview::share).orElse(java.util.OptionalDouble.empty());
            if (share.isEmpty()) {
                return Optional.of("it is not known what share of a table it changes; at most " + max + " is allowed");
            }
            return share.getAsDouble() <= max
                    ? Optional.empty()
                    : Optional.of("it changes " + share.getAsDouble() + " of a table; at most " + max + " is allowed");
        }

        @Override
        public boolean asksPreview() {
            return true;
        }
    }

    /** Its recovery entry says that it can be rolled back safely now. */
    record SafeRollback() implements Check {
        @Override
        public String key() {
            return "rollback_safe";
        }

        @Override
        public Optional<String> unmet(Facts facts, Calendar calendar) {
            return switch (facts.op().rollbackSafe()) {
                case YES -> Optional.empty();
                case NO -> Optional.of("its recovery entry says that a rollback would not be safe now");
                case UNKNOWN -> Optional.of("it is not known whether a rollback would be safe");
            };
        }
    }
}
