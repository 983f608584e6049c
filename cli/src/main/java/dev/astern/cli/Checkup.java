package dev.astern.cli;

import dev.astern.cli.Check.Verdict;
import dev.astern.client.AsternClient;
import dev.astern.client.AsternException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks a server about all that has to be right before agents' work can be taken back; changes nothing. */
final class Checkup {
    private final AsternClient client;
    private final List<Check> checks = new ArrayList<>();

    Checkup(AsternClient client) {
        this.client = client;
    }

    /** @throws AsternException where the server does not answer, or not to this caller */
    List<Check> checks() {
        var targets = client.get("/v1/targets");
        checks.add(Check.ok("server", client.server() + " answers"));
        journal(client.get("/v1/journal"));
        stops(client.get("/v1/status"));
        if (targets.isEmpty()) {
            checks.add(new Check("targets", Verdict.NOTE, "there are none", "`astern target add --help` has examples"));
        }
        targets.forEach(target ->
                target(target.path("name").asString(), target.path("observes").asBoolean()));
        return checks;
    }

    private void journal(JsonNode journal) {
        if (journal.path("halted").isString()) {
            add(
                    "journal",
                    Verdict.MEND,
                    "writes are refused: " + journal.path("halted").asString(),
                    "see docs/journal-operations.md");
            return;
        }
        checks.add(Check.ok(
                "journal",
                journal.path("size").asLong() + " entries, "
                        + journal.path("signed").asLong() + " of them signed"));
        if (journal.path("witnesses").isEmpty()) {
            add(
                    "journal",
                    Verdict.NOTE,
                    "no witness: an operator with the log's key could write another history",
                    "start one and name it in a policy: docs/witness.md");
        }
    }

    private void stops(JsonNode status) {
        status.path("stops")
                .properties()
                .forEach(stop -> add(
                        "stops",
                        Verdict.NOTE,
                        "stopped: " + stop.getValue().asString(),
                        "`astern release " + stop.getKey() + " --reason …` once that may go on"));
        if (status.path("stoppedHere").isString()) {
            add(
                    "stops",
                    Verdict.MEND,
                    "this node is stopped: " + status.path("stoppedHere").asString(),
                    "`astern release --local --reason …` on its host");
        }
    }

    private void target(String name, boolean observes) {
        JsonNode status;
        try {
            status = client.get("/v1/targets/" + Paths.segment(name) + "/status");
        } catch (AsternException e) {
            add(name, Verdict.MEND, e.reason() + ": " + e.getMessage(), e.next());
            return;
        }
        var state = status.path("state").asString();
        boolean works = state.equals("ready") || state.equals("preparing");
        add(
                name,
                works ? Verdict.OK : Verdict.MEND,
                state + ": " + status.path("product").asString(),
                state.equals("not_installed") ? "`astern target install " + name + "`" : "");
        for (var finding : status.path("findings")) {
            var resource = finding.path("resource").asString();
            add(
                    name,
                    works ? Verdict.NOTE : Verdict.MEND,
                    (resource.isEmpty() ? "" : resource + " ")
                            + finding.path("reason").asString() + ": "
                            + finding.path("detail").asString(),
                    finding.path("next").asString());
        }
        if (observes) {
            add(
                    name,
                    Verdict.NOTE,
                    "policy only says there what it would hold or block",
                    "to begin with, never to stay");
        }
    }

    private void add(String about, Verdict verdict, String detail, String next) {
        checks.add(new Check(about, verdict, detail, next));
    }
}
