package dev.astern.simulation;

/** How often what goes wrong. All zero is a quiet day. */
record Faults(
        double appendFails,
        double appendLost,
        double awaitTimesOut,
        double connectorFails,
        double connectorThrows,
        double commitLost,
        double settleUnknown,
        double cancels,
        double revokes,
        double stops,
        double storeFails,
        double stalls,
        double kills) {
    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Each kind is on in about half of the runs, and then more or less often. */
    static Faults of(java.util.Random random) {
        return new Faults(
                some(random, 0.2),
                some(random, 0.2),
                some(random, 0.1),
                some(random, 0.3),
                some(random, 0.2),
                some(random, 0.5),
                some(random, 0.5),
                some(random, 0.3),
                some(random, 0.5),
                random.nextDouble(),
                some(random, 0.1),
                some(random, 0.1),
                some(random, 0.5));
    }

    /** There is always a stop, and whatever is on its way when it is placed may be held up. */
    static Faults aroundStops(java.util.Random random) {
        return new Faults(
                0, 0, 0, 0, 0, 0, 0, 0, 0, 1, some(random, 0.1), random.nextDouble() * 0.4, some(random, 0.5));
    }

    private static double some(java.util.Random random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble() * most;
    }
}
