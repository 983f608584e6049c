package dev.astern.cli;

import tools.jackson.databind.JsonNode;

/** Stops in words. */
final class StopText {
    private StopText() {}

    static void print(JsonNode status) {
        var stop = status.path("stop");
        var release = stop.path("release");
        System.out.println("stop " + stop.path("id").asString() + " of "
                + Table.printable(stop.path("what").asString())
                + (release.isObject()
                        ? " was released at " + release.path("at").asString() + " by "
                                + Table.printable(release.path("byName").asString())
                        : status.path("acknowledged").asBoolean()
                                ? " holds since " + stop.path("acknowledgedAt").asString()
                                : " is placed, and not acknowledged yet"));
        status.path("nodes").forEach(StopText::node);
        sessions(status);
    }

    private static void node(JsonNode node) {
        System.out.println("node     " + node.path("node").asString()
                + (node.path("confirmed").asBoolean()
                        ? " obeys"
                        : " does not answer; its lease has run out, so it can't write"));
    }

    private static void sessions(JsonNode status) {
        if (status.path("sessions").isEmpty()) {
            System.out.println("No session is held by it now. Is the name right?");
            return;
        }
        var table = new Table("SESSION", "AGENT", "VERSION", "STOPPED", "IN FLIGHT");
        status.path("sessions")
                .forEach(s -> table.row(
                        s.path("id").asString(),
                        s.path("agent").asString(),
                        s.path("agentVersion").asString(),
                        s.path("outcome").asString(),
                        s.path("inFlight")
                                .valueStream()
                                .map(f -> f.path("action").asString() + " "
                                        + f.path("state").asString())
                                .toList()));
        table.print();
        if (status.path("more").asBoolean()) {
            System.out.println("… and more sessions");
        }
    }

    static void next(JsonNode status) {
        System.out.println("It stops: whatever these sessions ask for, reads too; statements in flight are cancelled.");
        System.out.println("It can't stop: what had been committed or sent, what is listed as in flight, undos that"
                + " operators order, and what agents do without Astern.");
        var id = status.path("stop").path("id").asString();
        System.out.println("Next: astern incident open --stop " + id + "; astern undo plan --session …");
        System.out.println("Later: astern release " + id + " --reason …");
    }
}
