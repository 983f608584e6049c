package dev.astern.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is killed, and when.
 *
 * @param who the process
 * @param step at which step's boundary; {@link #ANY_MOMENT} or {@link #WHILE_STARTING} where it is no step's
 */
record Kill(Who who, String step) {
    static final String ANY_MOMENT = "any-moment";
    static final String WHILE_STARTING = "while-starting";

    enum Who {
        SERVER,
        STORE,
        TARGET,
        SERVER_AND_STORE;

        boolean endsTheLife() {
            return this == SERVER || this == SERVER_AND_STORE;
        }
    }

    private static final List<String> STEPS = List.of(
            "proposed",
            "intent-submitted",
            "executed",
            "intent-durable",
            "cleared",
            "performed",
            "outcome-submitted",
            "outcome-durable",
            "undo-intent-submitted",
            "undo-executed",
            "undo-cleared",
            "undo-performed",
            ANY_MOMENT);

    /** As many as asked for, each pair of victim and step in turn, in an order of the seed's. */
    static List<Kill> plan(int count, Random random) {
        var kills = new ArrayList<Kill>();
        while (kills.size() < count) {
            var round = new ArrayList<Kill>();
            for (var who : Who.values()) {
                STEPS.forEach(step -> round.add(new Kill(who, step)));
            }
            round.add(new Kill(Who.SERVER, WHILE_STARTING));
            round.add(new Kill(Who.SERVER_AND_STORE, WHILE_STARTING));
            Collections.shuffle(round, random);
            kills.addAll(round);
        }
        return List.copyOf(kills.subList(0, count));
    }

    boolean atStep() {
        return STEPS.contains(step) && !step.equals(ANY_MOMENT);
    }

    boolean atUndo() {
        return step.startsWith("undo-");
    }
}
