package dev.astern.cli;

import dev.astern.client.AsternClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends what an operator decided about held actions. */
final class Decisions {
    private Decisions() {}

    static int send(ServerOptions server, List<String> ids, String decision, Map<String, @Nullable Object> body) {
        var client = server.client();
        JsonNode decided;
        if (ids.size() > 1) {
            var rounds = new HashMap<String, Integer>();
            ids.forEach(id -> rounds.put(id, round(client, id)));
            body.put("rounds", rounds);
            body.put("decision", decision);
            decided = client.post("/v1/approvals/decide", body);
        } else {
            var path = "/v1/approvals/" + Paths.segment(ids.getFirst());
            body.put("round", round(client, ids.getFirst()));
            if (decision.equals("break-glass")) {
                decided = client.post(path + "/break-glass", body);
            } else {
                body.put("decision", decision);
                decided = client.post(path + "/decide", body);
            }
        }
        if (!server.printed(decided)) {
            if (decided.isArray()) {
                decided.forEach(Decisions::print);
            } else {
                print(decided);
            }
        }
        return 0;
    }

    /** What is decided about is what is there now; the server refuses when that moves in between. */
    private static int round(AsternClient client, String id) {
        return client.get("/v1/approvals/" + Paths.segment(id))
                .path("approval")
                .path("round")
                .asInt();
    }

    private static void print(JsonNode approval) {
        var state = approval.path("state").asString();
        var action = approval.path("action").asString();
        System.out.println("request " + approval.path("id").asString() + " is " + state);
        switch (state) {
            case "pending" ->
                System.out.println("  " + approval.path("quorum").asInt() + " have to agree; others decide, too");
            case "approved", "running", "done" -> System.out.println("Next: astern actions " + action);
            default -> System.out.println("  action " + action + " does not run");
        }
    }
}
