package dev.astern.connector.resource.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * What kind of system it is, and how often what goes wrong.
 *
 * @param conditional whether a write may be bound to a version
 * @param byField whether fields are put back one by one
 * @param tells whether an answer says what the write left
 * @param faults that the system may have
 * @param faulty how many writes have one of them
 * @param unreadable how many reads fail
 * @param keeping how often what is kept can't be, or is and nobody hears of it
 * @param late how often the right to write runs out
 * @param kills whether processes die
 */
record Weather(
        boolean conditional,
        boolean byField,
        boolean tells,
        Set<Fault> faults,
        double faulty,
        double unreadable,
        double keeping,
        double late,
        boolean kills) {
    /** What becomes of a write, and what is said of it. */
    enum Fault {
        /** Says no, does nothing. */
        REFUSED,
        /** Says no, and does it. */
        REFUSED_AND_DONE,
        /** An error, and nothing done. */
        ERROR,
        ERROR_AND_DONE,
        ERROR_AND_HALF,
        /** Says that it was done, and did nothing. */
        LIE,
        LIE_AND_HALF,
        /** No answer, and nothing done. */
        LOST,
        LOST_AND_DONE,
        LOST_AND_HALF,
        /** No answer, and it is done once everybody has stopped waiting. */
        LOST_AND_LATER,
        /** It never got there, and that is certain. */
        UNDELIVERED
    }

    static Weather of(Random random) {
        var faults = EnumSet.noneOf(Fault.class);
        Arrays.stream(Fault.values()).filter(fault -> random.nextBoolean()).forEach(faults::add);
        return new Weather(
                random.nextBoolean(),
                random.nextInt(4) > 0,
                random.nextBoolean(),
                faults,
                some(random, 0.6),
                some(random, 0.1),
                some(random, 0.1),
                some(random, 0.2),
                random.nextBoolean());
    }

    /** The same system on a quiet day. */
    Weather calm() {
        return new Weather(conditional, byField, tells, Set.of(), 0, 0, 0, 0, false);
    }

    private static double some(Random random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble() * most;
    }
}
